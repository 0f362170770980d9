package org.hikyaku.dkim;

import org.hikyaku.message.HeaderField;

/**
 * Deletes the value of b= from a signature field, white space around it included (RFC 6376 section
 * 3.7), and nothing else.
 */
final class SignatureBlank {

    private SignatureBlank() {}

    /** Copies the field into {@code out}, which has room for all of it; returns how far. */
    static int copyWithoutSignature(HeaderField field, byte[] out) {
        byte[] raw = field.raw();
        int n = Math.max(0, field.valueStart());
        System.arraycopy(raw, 0, out, 0, n);
        int at = n;
        while (at < raw.length) {
            int semicolon = indexOf(raw, at, raw.length, ';');
            int equals = indexOf(raw, at, semicolon, '=');
            int stop = equals < semicolon && isB(raw, at, equals) ? equals + 1 : semicolon;
            System.arraycopy(raw, at, out, n, stop - at);
            n += stop - at;
            at = semicolon;
            if (at < raw.length) {
                out[n++] = ';';
                at++;
            }
        }
        return n;
    }

    private static int indexOf(byte[] raw, int from, int end, char octet) {
        int i = from;
        while (i < end && raw[i] != octet) {
            i++;
        }
        return i;
    }

    /** Whether the tag name between two positions is b. */
    private static boolean isB(byte[] raw, int from, int to) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            if (!isSpace(raw[i])) {
                seen = seen == 0 && raw[i] == 'b' ? 1 : 2;
            }
        }
        return seen == 1;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
