package org.hikyaku.net;

/** A key or certificate cannot be used; the message names the file and says why. */
public final class TlsKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsKeyException(String message, Throwable cause) {
        super(message, cause);
    }

    TlsKeyException(String message) {
        super(message);
    }
}
