package org.hikyaku.adopt;

/** The journal of a run is in use, or cannot be read. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another run has it. */
        LOCKED,
        /** It was damaged. */
        DAMAGED
    }

    private final Reason reason;

    JournalException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
