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

    private final List<MessageSink> sinks;
    private byte[] header = new byte[4096];
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
        while (!inBody && at < end) {
            int piece = Math.min(PIECE_OCTETS, end - at);
            headerPiece(octets, at, piece);
            at += piece;
        }
        body(octets, at, end - at);
    }

    private void headerPiece(byte[] octets, int offset, int length) throws IOException {
        int room = Math.min(length, MAX_HEADER_BYTES + 2 - headerLength);
        append(octets, offset, room);
        int from = Math.max(0, headerLength - room - 3);
        int blank = blankLine(from);
        if (blank < 0) {
            if (room < length || headerLength > MAX_HEADER_BYTES) {
                throw new HeaderTooLargeException();
            }
            return;
        }
        int bodyStart = offset + room - (headerLength - blank - 2);
        headerEnds(blank);
        body(octets, bodyStart, offset + length - bodyStart);
    }

    private void append(byte[] octets, int offset, int length) {
        if (headerLength + length > header.length) {
            header = Arrays.copyOf(header, Math.max(header.length * 2, headerLength + length));
        }
        System.arraycopy(octets, offset, header, headerLength, length);
        headerLength += length;
    }

    /**
     * Where the empty line's CRLF starts: its position equals the header's length; -1 if not seen
     * yet.
     */
    private int blankLine(int from) {
        if (headerLength >= 2 && header[0] == '\r' && header[1] == '\n') {
            return 0;
        }
        for (int i = from; i + 3 < headerLength; i++) {
            if (header[i] == '\r'
                    && header[i + 1] == '\n'
                    && header[i + 2] == '\r'
                    && header[i + 3] == '\n') {
                return i + 2;
            }
        }
        return -1;
    }

    private void headerEnds(int length) throws IOException {
        inBody = true;
        HeaderBlock block = HeaderBlock.parse(header, 0, length);
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
            headerEnds(headerLength);
        }
        for (MessageSink sink : sinks) {
            sink.end();
        }
    }
}
