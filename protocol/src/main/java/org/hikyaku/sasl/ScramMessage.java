package org.hikyaku.sasl;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code a=value,b=value} messages of SCRAM (RFC 5802 section 5.1). */
final class ScramMessage {

    private ScramMessage() {}

    /**
     * The attributes in order; empty where the text is none, an attribute stands twice, or a
     * mandatory extension is asked for.
     */
    static Optional<Map<Character, String>> parse(String text) {
        Map<Character, String> found = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            // RFC 5802 section 5.1: "m" announces an extension that must be understood.
            if (part.length() < 2 || part.charAt(1) != '=' || !isExpected(part.charAt(0))) {
                return Optional.empty();
            }
            if (found.putIfAbsent(part.charAt(0), part.substring(2)) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static boolean isExpected(char name) {
        return ((name >= 'a' && name <= 'z') || (name >= 'A' && name <= 'Z')) && name != 'm';
    }

    /** Whether a nonce is printable ASCII without commas (RFC 5802 section 7), and not empty. */
    static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ',');
    }

    /** A name with its commas and equal signs escaped (RFC 5802 section 5.1). */
    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /**
     * The reverse; empty where the text has another equal sign, a NUL, or nothing (RFC 5802 section
     * 5.1: such an exchange fails).
     */
    static Optional<String> unescaped(String text) {
        String name = text.replace("=2C", ",").replace("=3D", "\0");
        boolean malformed = name.isEmpty() || name.indexOf('=') >= 0 || text.indexOf('\0') >= 0;
        return malformed ? Optional.empty() : Optional.of(name.replace('\0', '='));
    }

    /** The octets of a base64 text; empty where it is none. */
    static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
