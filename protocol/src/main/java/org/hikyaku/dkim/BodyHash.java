package org.hikyaku.dkim;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The SHA-256 of a canonical body (RFC 6376 sections 3.4.3, 3.4.4 and 3.7), taken while the body
 * streams by in pieces of any size. Belongs to one thread.
 *
 * <p>What may turn out to be the end of the body is not hashed yet but counted: a run of CRLF, then
 * blanks (relaxed only), then a CR.
 */
public final class BodyHash {

    /** For the whole body. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** What is gathered before the digest sees it: calls into a native digest are not free. */
    private static final int BUFFER_OCTETS = 4 * 1024;

    /** In a long body, pieces of this size are not gathered. */
    private static final int DIRECT_OCTETS = 512;

    /** CRLFs that are written in one go. */
    private static final byte[] CRLFS = crlfs(512);

    private static final byte[] CR = {'\r'};
    private static final byte[] BLANK = {' '};

    private final Canonicalization form;
    private final long limitOctets;
    private final MessageDigest digest;
    private byte[] buffer = new byte[1024];
    private int buffered;
    private boolean flushed;
    private long octets;

    private long heldCrlfs;
    private boolean heldBlank;
    private boolean heldCr;
    private byte[] result = new byte[0];

    /**
     * Starts a hash.
     *
     * @param limitOctets how many canonical octets count (l=), or {@link #UNLIMITED}
     */
    public BodyHash(Canonicalization form, long limitOctets) {
        this.form = form;
        this.limitOctets = limitOctets;
        this.digest = Digests.sha256();
    }

    private static byte[] crlfs(int count) {
        byte[] crlfs = new byte[2 * count];
        for (int i = 0; i < crlfs.length; i += 2) {
            crlfs[i] = '\r';
            crlfs[i + 1] = '\n';
        }
        return crlfs;
    }

    /** Takes the next {@code length} octets of the body. */
    public void update(byte[] body, int offset, int length) {
        if (length == 0) {
            return;
        }
        switch (form) {
            case SIMPLE -> simple(body, offset, offset + length);
            case RELAXED -> relaxed(body, offset, offset + length);
        }
    }

    private void simple(byte[] body, int from, int end) {
        int at = from;
        if (heldCr) {
            heldCr = false;
            if (body[at] == '\n') {
                heldCrlfs++;
                at++;
            } else {
                writeHeld();
                write(CR, 0, 1);
            }
        }
        run(body, at, end, true);
    }

    private void relaxed(byte[] body, int from, int end) {
        int at = from;
        while (at < end) {
            byte octet = body[at];
            if (heldCr && octet == '\n') {
                heldCr = false;
                heldBlank = false; // RFC 6376 section 3.4.4: no white space at the end of a line
                heldCrlfs++;
                at++;
                continue;
            }
            if (heldCr) {
                heldCr = false;
                writeHeld();
                write(CR, 0, 1);
            }
            if (octet == ' ' || octet == '\t') {
                heldBlank = true;
                at++;
            } else if (octet == '\r') {
                heldCr = true;
                at++;
            } else {
                int stop = BlankScan.firstChange(body, at, end);
                run(body, at, stop, stop == end);
                at = stop;
            }
        }
    }

    /** Writes octets that are canonical already, and holds back the CRLFs at their end. */
    private void run(byte[] body, int from, int end, boolean mayHoldCr) {
        int stop = end;
        boolean cr = mayHoldCr && stop > from && body[stop - 1] == '\r';
        if (cr) {
            stop--;
        }
        long crlfs = 0;
        while (stop - 2 >= from && body[stop - 1] == '\n' && body[stop - 2] == '\r') {
            stop -= 2;
            crlfs++;
        }
        if (stop > from) {
            writeHeld();
            write(body, from, stop - from);
        }
        heldCrlfs += crlfs;
        heldCr = cr;
    }

    private void writeHeld() {
        while (heldCrlfs > 0) {
            int count = (int) Math.min(heldCrlfs, CRLFS.length / 2);
            write(CRLFS, 0, 2 * count);
            heldCrlfs -= count;
        }
        if (heldBlank) {
            heldBlank = false;
            write(BLANK, 0, 1);
        }
    }

    private void write(byte[] data, int offset, int length) {
        int count = Math.clamp(limitOctets - octets, 0, length);
        octets += length;
        if (count > BUFFER_OCTETS - buffered) {
            flush();
        }
        if (count >= (flushed ? DIRECT_OCTETS : BUFFER_OCTETS)) {
            flush();
            flushed = true;
            digest.update(data, offset, count);
            return;
        }
        if (buffered + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, BUFFER_OCTETS);
        }
        System.arraycopy(data, offset, buffer, buffered, count);
        buffered += count;
    }

    private void flush() {
        flushed |= buffered > 0;
        digest.update(buffer, 0, buffered);
        buffered = 0;
    }

    /** The hash, 32 octets; nothing may be added after it. */
    public byte[] digest() {
        if (result.length == 0) {
            finish();
            digest.update(buffer, 0, buffered);
            result = digest.digest();
        }
        return result.clone();
    }

    private void finish() {
        if (heldCr) {
            writeHeld();
            write(CR, 0, 1);
        }
        // RFC 6376 section 3.4.3: a body, even an empty one, ends with one CRLF; section 3.4.4: but
        // an empty one stays empty.
        if (form == Canonicalization.SIMPLE || octets > 0) {
            write(CRLFS, 0, 2);
        }
    }

    /** How many octets the whole canonical body has, also beyond the limit. */
    public long canonicalOctets() {
        return octets;
    }

    /** How many canonical octets stand behind the limit and are covered by nothing. */
    public long octetsBeyondLimit() {
        return Math.max(0, octets - limitOctets);
    }

    /** The canonical body, where it is small enough to be still here; otherwise empty. */
    byte[] remembered() {
        return flushed || result.length == 0 ? new byte[0] : Arrays.copyOf(buffer, buffered);
    }
}
