package org.hikyaku.certs;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate could not be had; the message is one line for a person. */
public final class CaException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose turn it is now. */
    public enum Reason {
        /** The authority cannot be reached or is out of order: another may help. */
        UNAVAILABLE,
        /** It has had too many of our requests: another may help. */
        RATE_LIMITED,
        /** It will not do it for this account or these names: another may help. */
        REFUSED,
        /** Control over a name was not proven, or cannot be: no other authority helps. */
        NOT_PROVEN,
        /** What the settings want cannot be. */
        SETTINGS,
        /** The order is gone or has failed: a new one is needed. */
        ORDER_LOST
    }

    private final Reason reason;
    private final transient @Nullable Instant retryAfter;

    CaException(Reason reason, String message, @Nullable Instant retryAfter, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    CaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.retryAfter = null;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Not before then, where the authority said so. */
    public Optional<Instant> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether another authority may do it. */
    boolean isOfAuthority() {
        return switch (reason) {
            case UNAVAILABLE, RATE_LIMITED, REFUSED -> true;
            case NOT_PROVEN, SETTINGS, ORDER_LOST -> false;
        };
    }
}
