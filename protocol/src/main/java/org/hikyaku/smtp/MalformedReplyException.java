package org.hikyaku.smtp;

import java.io.IOException;

/** What the peer sent is no reply (RFC 5321 section 4.2); the connection is of no more use. */
public final class MalformedReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, with foreign text already made printable. */
    public MalformedReplyException(String message) {
        super(message);
    }
}
