package org.hikyaku.opendkim;

/** A line is no regular expression; the message says why. */
public final class BadPatternException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPatternException(String message) {
        super(message, null, false, false);
    }
}
