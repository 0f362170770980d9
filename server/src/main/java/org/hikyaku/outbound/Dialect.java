package org.hikyaku.outbound;

/** How a host is spoken to. */
enum Dialect {
    /** RFC 5321. */
    SMTP("EHLO"),
    /** RFC 2033: LHLO, and after the message one reply for each recipient. */
    LMTP("LHLO");

    private final String hello;

    Dialect(String hello) {
        this.hello = hello;
    }

    String hello() {
        return hello;
    }
}
