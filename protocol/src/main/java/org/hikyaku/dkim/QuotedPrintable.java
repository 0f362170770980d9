package org.hikyaku.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** DKIM's own quoted-printable (RFC 6376 section 2.11): white space is dropped, =XX is an octet. */
final class QuotedPrintable {

    private QuotedPrintable() {}

    /** The text; an {@code =} without two hexadecimal digits stays as it is. */
    static String decode(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int octet = in[i] & 0xff;
            int high = octet == '=' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                out.write(octet);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The text as i= and z= write it: printable ASCII but for {@code ; = |}, the rest encoded. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean safe = octet > 0x20 && octet < 0x7f && ";=|".indexOf(octet) < 0;
            if (safe) {
                out.append((char) octet);
            } else {
                out.append(String.format("=%02X", octet & 0xff));
            }
        }
        return out.toString();
    }
}
