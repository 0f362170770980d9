package org.hikyaku.dkim;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64 as tags hold it (RFC 6376 section 3.2): blanks and folds anywhere, and only one text for
 * each octet string, so that no character of it can change unnoticed.
 */
final class StrictBase64 {

    private StrictBase64() {}

    /** {@code text} without blanks and folds, where it is base64 with or without its padding. */
    static Optional<String> compact(String text) {
        String compact = withoutBlanks(text);
        try {
            byte[] octets = Base64.getDecoder().decode(compact);
            int rest = octets.length % 3;
            int whole = octets.length / 3 * 4;
            // Only the last characters can be written in more than one way.
            String tail = encode(Arrays.copyOfRange(octets, octets.length - rest, octets.length));
            String found = compact.substring(whole);
            if (found.equals(tail)) {
                return Optional.of(compact);
            }
            boolean unpadded = found.equals(withoutPadding(tail));
            return unpadded ? Optional.of(compact.substring(0, whole) + tail) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String withoutBlanks(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (blank && out == null) {
                out = new StringBuilder(text.length()).append(text, 0, i);
            } else if (!blank && out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return text.substring(0, end);
    }

    static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** The octets of a text that {@link #compact} has returned. */
    static byte[] decode(String compact) {
        return Base64.getDecoder().decode(compact);
    }
}
