package org.hikyaku.dkim;

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
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                out.append(c);
            }
        }
        String compact = out.toString();
        try {
            String again = encode(Base64.getDecoder().decode(compact));
            boolean same = again.equals(compact) || withoutPadding(again).equals(compact);
            return same ? Optional.of(again) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
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
