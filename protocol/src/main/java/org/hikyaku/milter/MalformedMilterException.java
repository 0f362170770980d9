package org.hikyaku.milter;

import java.io.IOException;

/**
 * A packet that is not as it must be, or not where it may be. Where the next one begins is not
 * known: the connection is of no more use.
 */
public final class MalformedMilterException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public MalformedMilterException(String what) {
        super(what);
    }
}
