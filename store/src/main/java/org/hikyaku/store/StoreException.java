package org.hikyaku.store;

/**
 * The store could not do it: disk full, folder gone, damage. Nothing was changed. The message says
 * where and what to do.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure without one. */
    public StoreException(String message) {
        super(message);
    }
}
