package org.hikyaku.message;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a message into header and body while it streams by (RFC 5322 section 2.1), without keeping
 * the body.
 *
 * <p>The input has CRLF line ends. A message without an empty line is all header. A first line that
 * cannot be a field ends the header nowhere: it is kept as a malformed field.
 */
public final class MessageScanner {

    /**
     * Postfix's header_size_limit is 102,400, Exim's 1 MiB; every field costs memory until the
     * message ends.
     */
    public static final int MAX_HEADER_BYTES = 512 * 1024;

    /** The header is longer than {@link #MAX_HEADER_BYTES}. */
    public static final class HeaderTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        HeaderTooLargeException() {
            super("the header is longer than " + MAX_HEADER_BYTES + " octets");
        }
    }

    /** The header is looked for in pieces of this size, so that little of a body is copied. */
    private static final int PIECE_OCTETS = 2048;

    /** A header that lies within the first octets of the first piece is not copied at all. */
    private static final int DIRECT_OCTETS = 16 * 1024;

    /** Room for the header of usual mail that comes in many pieces. */
    private static final int USUAL_OCTETS = 4096;

    private final List<MessageSink> sinks;
    private byte[] header = new byte[0];
    private int headerLength;
    private boolean inBody;

    /** A scanner that tells {@code sinks}, in this order. */
    public MessageScanner(List<MessageSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    /**
     * The next piece of the message.
     *
     * @throws HeaderTooLargeException where the header passes its limit
     * @throws IOException where a sink fails
     */
    public void feed(byte[] octets, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        if (!inBody && headerLength == 0 && length > 0) {
            at = wholeHeader(octets, offset, Math.min(length, DIRECT_OCTETS));
        }
        while (!inBody && at < end) {
            int piece = Math.min(PIECE_OCTETS, end - at);
            headerPiece(octets, at, piece);
            at += piece;
        }
        body(octets, at, end - at);
    }

    /** Where the body starts; {@code offset} where the header does not end in these octets. */
    private int wholeHeader(byte[] octets, int offset, int length) throws IOException {
        int blank = blankLine(octets, offset, offset, offset + length);
        if (blank < 0) {
            return offset;
        }
        headerEnds(octets, offset, blank - offset);
        return blank + 2;
    }

    private void headerPiece(byte[] octets, int offset, int length) throws IOException {
        int room = Math.min(length, MAX_HEADER_BYTES + 2 - headerLength);
        append(octets, offset, room);
        int from = Math.max(0, headerLength - room - 3);
        int blank = blankLine(header, 0, from, headerLength);
        if (blank < 0) {
            if (room < length || headerLength > MAX_HEADER_BYTES) {
                throw new HeaderTooLargeException();
            }
            return;
        }
        int bodyStart = offset + room - (headerLength - blank - 2);
        headerEnds(header, 0, blank);
        body(octets, bodyStart, offset + length - bodyStart);
    }

    private void append(byte[] octets, int offset, int length) {
        if (headerLength + length > header.length) {
            int room = Math.max(USUAL_OCTETS, header.length * 2);
            header = Arrays.copyOf(header, Math.max(room, headerLength + length));
        }
        System.arraycopy(octets, offset, header, headerLength, length);
        headerLength += length;
    }

    /**
     * Where the CRLF of the empty line starts that ends the header at {@code start}; -1 if it is
     * not in the octets from {@code from} to {@code end}.
     */
    private static int blankLine(byte[] octets, int start, int from, int end) {
        if (end - start >= 2 && octets[start] == '\r' && octets[start + 1] == '\n') {
            return start;
        }
        for (int i = from; i + 3 < end; i++) {
            if (octets[i] == '\r'
                    && octets[i + 1] == '\n'
                    && octets[i + 2] == '\r'
                    && octets[i + 3] == '\n') {
                return i + 2;
            }
        }
        return -1;
    }

    private void headerEnds(byte[] octets, int offset, int length) throws IOException {
        inBody = true;
        HeaderBlock block = HeaderBlock.parse(octets, offset, length);
        header = new byte[0];
        for (MessageSink sink : sinks) {
            sink.header(block);
        }
    }

    private void body(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        for (MessageSink sink : sinks) {
            sink.body(octets, offset, length);
        }
    }

    /** The message is complete. */
    public void end() throws IOException {
        if (!inBody) {
            headerEnds(header, 0, headerLength);
        }
        for (MessageSink sink : sinks) {
            sink.end();
        }
    }
}
