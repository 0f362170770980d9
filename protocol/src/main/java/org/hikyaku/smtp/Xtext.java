package org.hikyaku.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of DSN parameters (RFC 3461 section 4): {@code +} and two digits for what is odd.
 */
public final class Xtext {

    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /** The text that {@code xtext} stands for; null where it is malformed or holds a control. */
    public static @Nullable String decode(String xtext) {
        StringBuilder out = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c <= ' ' || c > '~' || c == '=') {
                return null;
            }
            if (c != '+') {
                out.append(c);
                continue;
            }
            int high = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : HEX.indexOf(xtext.charAt(i + 2));
            int octet = high * 16 + low;
            if (low < 0 || octet < 0x20 || octet == 0x7f) {
                return null;
            }
            out.append((char) octet);
            i += 2;
        }
        return out.toString();
    }

    /** The xtext form of {@code text}; chars beyond 0xff become question marks. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i) > 0xff ? '?' : text.charAt(i);
            if (c <= ' ' || c > '~' || c == '=' || c == '+') {
                out.append('+').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * An ORCPT parameter as ASCII: what is beyond becomes {@code \x{…}} (RFC 6533 section 3,
     * utf-8-addr-xtext).
     */
    public static String asciiOriginal(String parameter) {
        if (parameter.chars().allMatch(c -> c < 0x80)) {
            return parameter;
        }
        StringBuilder out = new StringBuilder(parameter.length() + 32);
        parameter
                .codePoints()
                .forEach(
                        c -> {
                            if (c < 0x80) {
                                out.append((char) c);
                            } else {
                                out.append("\\x{")
                                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                        .append('}');
                            }
                        });
        return out.toString();
    }
}
