package org.hikyaku.wire;

import java.io.IOException;

/**
 * A line that is not as it must be. It has been taken from the stream up to its end, so that the
 * next line can be read.
 */
public final class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a line. */
    public enum Problem {
        /** It has more octets than the reader allows. */
        TOO_LONG,
        /** It ends in LF without CR (RFC 5321 section 2.3.8 forbids it). */
        BARE_LF,
        /** It holds CR that no LF follows. */
        BARE_CR,
        /** It is not UTF-8, or holds NUL. */
        NOT_TEXT
    }

    private final Problem problem;

    MalformedLineException(Problem problem) {
        super("malformed line: " + problem);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
