package org.hikyaku.smtp;

/** What the body may hold (RFC 6152, RFC 3030). */
public enum BodyType {
    SEVEN_BIT,
    EIGHT_BIT_MIME,
    BINARY_MIME
}
