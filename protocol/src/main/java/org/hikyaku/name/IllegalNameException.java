package org.hikyaku.name;

/**
 * Text that is no name of the kind asked for; the message says what is wrong, fit to show to the
 * person who typed it.
 */
public final class IllegalNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, as a sentence part that begins with the text itself. */
    public IllegalNameException(String message) {
        super(message);
    }
}
