package org.hikyaku.sasl;

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
            if (part.length() < 2 || part.charAt(1) != '=' || part.charAt(0) == 'm') {
                return Optional.empty();
            }
            if (found.putIfAbsent(part.charAt(0), part.substring(2)) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** A name with its commas and equal signs escaped (RFC 5802 section 5.1). */
    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** The reverse; empty where the text has another equal sign. */
    static Optional<String> unescaped(String text) {
        String name = text.replace("=2C", ",").replace("=3D", "\0");
        return name.indexOf('=') >= 0 ? Optional.empty() : Optional.of(name.replace('\0', '='));
    }
}
