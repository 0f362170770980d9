package org.hikyaku.dkim;

import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.hikyaku.message.HeaderField;

/**
 * Header fields in canonical form, one after the other: what a signature signs (RFC 6376 sections
 * 3.4.1, 3.4.2 and 3.7). Belongs to one thread.
 */
public final class CanonicalHeader {

    private final Canonicalization form;
    private byte[] out = new byte[2048];
    private int length;

    /** Starts with nothing. */
    public CanonicalHeader(Canonicalization form) {
        this.form = form;
    }

    /** Adds a field, its final CRLF included. */
    public void add(HeaderField field) {
        append(field, field.raw(), field.raw().length, false);
    }

    /**
     * Adds the signature field itself: with the value of b= deleted and without the final CRLF (RFC
     * 6376 section 3.7).
     */
    public void addSignature(HeaderField field) {
        byte[] blanked = new byte[field.raw().length];
        append(field, blanked, SignatureBlank.copyWithoutSignature(field, blanked), true);
    }

    private void append(HeaderField field, byte[] raw, int end, boolean last) {
        reserve(end + 4); // a colon and a CRLF may come to it
        int from = length;
        switch (form) {
            case SIMPLE -> simple(raw, end);
            case RELAXED -> relaxed(field, raw, end);
        }
        boolean crlf = length - from >= 2 && out[length - 2] == '\r' && out[length - 1] == '\n';
        if (last && crlf) {
            length -= 2;
        } else if (!last && !crlf) {
            out[length++] = '\r'; // the last line of a message without a body may lack it
            out[length++] = '\n';
        }
    }

    private void simple(byte[] raw, int end) {
        System.arraycopy(raw, 0, out, length, end);
        length += end;
    }

    /** RFC 6376 section 3.4.2. */
    private void relaxed(HeaderField field, byte[] raw, int end) {
        String name = field.lowerName();
        for (int i = 0; i < name.length(); i++) {
            out[length++] = (byte) name.charAt(i);
        }
        out[length++] = ':';
        int start = length;
        boolean blank = false;
        for (int i = field.valueStart(); i < end; i++) {
            byte octet = raw[i];
            if (octet == ' ' || octet == '\t') {
                blank = true;
            } else if (!isLineEnd(raw, i, end)) {
                if (blank && length > start) {
                    out[length++] = ' ';
                }
                blank = false;
                out[length++] = octet;
            }
        }
        out[length++] = '\r';
        out[length++] = '\n';
    }

    private static boolean isLineEnd(byte[] raw, int i, int end) {
        return raw[i] == '\n' || (raw[i] == '\r' && i + 1 < end && raw[i + 1] == '\n');
    }

    private void reserve(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }

    /** All octets so far, without a copy of them. */
    void update(MessageDigest digest) {
        digest.update(out, 0, length);
    }

    /** All octets so far, without a copy of them. */
    void update(Signature signature) throws SignatureException {
        signature.update(out, 0, length);
    }

    /** All octets so far. */
    public byte[] octets() {
        return Arrays.copyOf(out, length);
    }
}
