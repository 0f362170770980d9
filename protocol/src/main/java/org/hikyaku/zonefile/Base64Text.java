package org.hikyaku.zonefile;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base 64 and base 32 as zone files write them (RFC 4648 sections 4 and 7). */
final class Base64Text {

    private static final String BASE32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    private Base64Text() {}

    /** With its padding; null where it is none. */
    static byte @Nullable [] decode(CharSequence text) {
        if (text.length() % 4 != 0) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text.toString());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** RFC 5155 section 3.3: without padding; null where it is none. */
    static byte @Nullable [] decode32(String text) {
        int rest = text.length() % 8;
        if (rest == 1 || rest == 3 || rest == 6) {
            return null;
        }
        byte[] octets = new byte[text.length() * 5 / 8];
        long bits = 0;
        int have = 0;
        int out = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE32.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0) {
                return null;
            }
            bits = bits << 5 | digit;
            have += 5;
            if (have >= 8) {
                have -= 8;
                octets[out++] = (byte) (bits >> have);
            }
        }
        return octets;
    }
}
