package org.hikyaku.milter;

/** What differs from the protocol's first version: SMFIP_* of libmilter. */
public enum MilterStep {
    NO_CONNECT(0x1),
    NO_HELO(0x2),
    NO_MAIL(0x4),
    NO_RCPT(0x8),
    NO_BODY(0x10),
    NO_HEADERS(0x20),
    NO_END_OF_HEADERS(0x40),
    /** Header fields are not answered. */
    SILENT_HEADERS(0x80),
    NO_UNKNOWN(0x100),
    NO_DATA(0x200),
    /** The filter may say that it has seen enough of a body. */
    SKIP(0x400),
    /** Recipients that the server has refused are told too. */
    REFUSED_RECIPIENTS(0x800),
    SILENT_CONNECT(0x1000),
    SILENT_HELO(0x2000),
    SILENT_MAIL(0x4000),
    SILENT_RCPT(0x8000),
    SILENT_DATA(0x1_0000),
    SILENT_UNKNOWN(0x2_0000),
    SILENT_END_OF_HEADERS(0x4_0000),
    SILENT_BODY(0x8_0000),
    /** Values keep the blank after the colon, in both directions. */
    LEADING_SPACE(0x10_0000);

    private final int bit;

    MilterStep(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
