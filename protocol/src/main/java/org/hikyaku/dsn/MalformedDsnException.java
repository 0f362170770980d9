package org.hikyaku.dsn;

/** A message that is no delivery status notification (RFC 3464), or not one that can be read. */
public final class MalformedDsnException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedDsnException(String message) {
        super(message);
    }
}
