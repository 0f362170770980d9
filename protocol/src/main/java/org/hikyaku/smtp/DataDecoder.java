package org.hikyaku.smtp;

import java.io.IOException;

/**
 * The message after DATA: finds its end and takes off the dots (RFC 5321 section 4.5.2).
 *
 * <p>Only CRLF, dot, CRLF ends it (RFC 5321 section 4.1.1.4): everything else that looks like an
 * end to somebody is how a second message is smuggled in. CR or LF on its own is reported; from
 * there on nothing is passed on any more, since the message must be refused. Belongs to one thread.
 */
public final class DataDecoder {

    /** Takes the message. */
    @FunctionalInterface
    public interface Sink {
        /** The next {@code length} octets; the array is reused. */
        void octets(byte[] octets, int offset, int length) throws IOException;
    }

    private enum State {
        /** Before the first octet of a line. */
        LINE_START,
        /** Within a line. */
        TEXT,
        /** After CR within a line. */
        CR,
        /** After a dot at the start of a line. */
        DOT,
        /** After CR behind such a dot. */
        DOT_CR,
        /** The message has ended. */
        END
    }

    private State state = State.LINE_START;
    private boolean strayLineEnd;

    /** Whether the end has been seen. */
    public boolean ended() {
        return state == State.END;
    }

    /** Whether CR or LF stood on its own: the message must be refused. */
    public boolean hasStrayLineEnd() {
        return strayLineEnd;
    }

    /**
     * Takes octets up to the end of the message.
     *
     * @return how many belong to the message, its end mark included; the rest is commands
     */
    public int feed(byte[] octets, int offset, int length, Sink sink) throws IOException {
        int end = offset + length;
        int run = offset; // first octet that has not been passed on
        int i = offset;
        while (i < end && state != State.END) {
            if (state == State.TEXT) {
                i = textEnd(octets, i, end);
                if (i == end) {
                    break;
                }
            }
            byte octet = octets[i++];
            switch (state) {
                case LINE_START -> {
                    if (octet == '.') {
                        pass(octets, run, i - 1, sink);
                        run = i;
                        state = State.DOT;
                    } else {
                        state = text(octet);
                    }
                }
                case TEXT -> state = text(octet);
                case CR -> state = afterCr(octet);
                case DOT -> {
                    // RFC 5321 section 4.5.2: the first dot of a line goes, whatever follows.
                    state = octet == '\r' ? State.DOT_CR : text(octet);
                    if (octet == '\r') {
                        run = i; // held back: it may belong to the end mark
                    }
                }
                case DOT_CR -> {
                    run = i;
                    if (octet == '\n') {
                        state = State.END;
                    } else {
                        strayLineEnd = true;
                        state = text(octet);
                    }
                }
                case END -> throw new IllegalStateException("the message has ended");
            }
        }
        if (state != State.END) {
            i = end;
            pass(octets, run, end, sink);
        }
        return i - offset;
    }

    private static int textEnd(byte[] octets, int from, int end) {
        int i = from;
        while (i < end && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    private State text(byte octet) {
        if (octet == '\r') {
            return State.CR;
        }
        if (octet == '\n') {
            strayLineEnd = true;
        }
        return State.TEXT;
    }

    private State afterCr(byte octet) {
        if (octet == '\n') {
            return State.LINE_START;
        }
        strayLineEnd = true;
        return octet == '\r' ? State.CR : State.TEXT;
    }

    private void pass(byte[] octets, int from, int to, Sink sink) throws IOException {
        if (from < to && !strayLineEnd) {
            sink.octets(octets, from, to - from);
        }
    }
}
