package org.hikyaku.smtp;

/**
 * Watches octets of a BDAT message (RFC 3030) for CR or LF on its own: text lines end in CRLF there
 * too (RFC 5321 section 2.3.8). Belongs to one thread.
 */
public final class LineEndCheck {

    private boolean afterCr;
    private boolean stray;

    /** Looks at the next octets. */
    public void feed(byte[] octets, int offset, int length) {
        boolean cr = afterCr;
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            stray |= cr != (octet == '\n');
            cr = octet == '\r';
        }
        afterCr = cr;
    }

    /** Whether one stood on its own in what has been seen, a last CR not counted. */
    public boolean hasStray() {
        return stray;
    }

    /** As {@link #hasStray}, once the message is complete. */
    public boolean hasStrayAtEnd() {
        return stray || afterCr;
    }
}
