package org.hikyaku.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hikyaku.wire.MalformedLineException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Takes CRLF lines, and octets that stand between them, from one stream through one buffer. A line
 * is bounded; what is too long is read past in constant memory. Belongs to one thread.
 */
public final class LineReader {

    /**
     * The buffer of a connection, in octets: a command with its pipelined followers, or a good part
     * of an ordinary message.
     */
    private static final int BUFFER_OCTETS = 8192;

    /** Takes octets from the buffer. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Looks at the next {@code length} octets and says how many of them it takes, 0 to {@code
         * length}. The array is the reader's own: it is not to be written into or kept.
         */
        int take(byte[] octets, int offset, int length) throws IOException;
    }

    private final InputStream in;
    private final int maxLineOctets;
    private byte[] buffer = new byte[BUFFER_OCTETS];
    private int start;
    private int end;

    /**
     * A reader of {@code in}.
     *
     * @param maxLineOctets the longest line, its CRLF not counted
     */
    public LineReader(InputStream in, int maxLineOctets) {
        if (maxLineOctets < 1) {
            throw new IllegalArgumentException("a line limit of " + maxLineOctets + " octets");
        }
        this.in = in;
        this.maxLineOctets = maxLineOctets;
    }

    /**
     * The next line as UTF-8 without its CRLF, or null where the stream ends before another line
     * does.
     *
     * @throws MalformedLineException where the line is too long, is not text, or has CR or LF on
     *     its own; the next call reads the line after it
     */
    public @Nullable String line() throws IOException {
        int length = lineLength();
        if (length < 0) {
            return null;
        }
        int from = start;
        start += length + 2;
        boolean ascii = true;
        for (int i = from; i < from + length; i++) {
            if (buffer[i] == 0) {
                throw new MalformedLineException(Problem.NOT_TEXT);
            }
            ascii &= buffer[i] > 0;
        }
        if (ascii) {
            return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, from, length))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new MalformedLineException(Problem.NOT_TEXT);
        }
    }

    /** As {@link #line}, as octets of any value; null at the end of the stream. */
    public byte @Nullable [] lineOctets() throws IOException {
        int length = lineLength();
        if (length < 0) {
            return null;
        }
        byte[] octets = Arrays.copyOfRange(buffer, start, start + length);
        start += length + 2;
        return octets;
    }

    /** Brings one whole line to {@link #start}; its length without CRLF, or -1 at the end. */
    private int lineLength() throws IOException {
        int scanned = 0;
        while (true) {
            int lf = find(start + scanned);
            if (lf >= 0) {
                return checked(lf);
            }
            scanned = end - start;
            if (scanned > maxLineOctets + 1) {
                skipLine();
                throw new MalformedLineException(Problem.TOO_LONG);
            }
            if (!fill()) {
                start = end;
                return -1;
            }
        }
    }

    private int find(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int checked(int lf) throws MalformedLineException {
        Problem problem = null;
        int length = lf - start - 1;
        if (length > maxLineOctets) {
            problem = Problem.TOO_LONG;
        } else if (length < 0 || buffer[lf - 1] != '\r') {
            problem = Problem.BARE_LF;
        } else {
            for (int i = start; i < lf - 1; i++) {
                if (buffer[i] == '\r') {
                    problem = Problem.BARE_CR;
                }
            }
        }
        if (problem != null) {
            start = lf + 1;
            throw new MalformedLineException(problem);
        }
        return length;
    }

    /** Reads past a line of any length without keeping it. */
    private void skipLine() throws IOException {
        start = end;
        while (fill()) {
            int lf = find(start);
            if (lf >= 0) {
                start = lf + 1;
                return;
            }
            start = end;
        }
    }

    /** Reads more behind what is buffered; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length && start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            // Only reached while a line is not longer than allowed: the growth is bounded.
            buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, maxLineOctets + 2 + end));
        }
        int n = in.read(buffer, end, buffer.length - end);
        if (n <= 0) {
            return false;
        }
        end += n;
        return true;
    }

    /**
     * Hands what is buffered to {@code consumer}, after one read where nothing is.
     *
     * @return how many octets it took; -1 where the stream has ended
     */
    public int consume(Consumer consumer) throws IOException {
        if (start == end && !fill()) {
            return -1;
        }
        int taken = consumer.take(buffer, start, end - start);
        start += taken;
        return taken;
    }

    /** How many octets have been read from the stream and not been taken yet. */
    public int buffered() {
        return end - start;
    }
}
