package org.hikyaku.mtasts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;

/**
 * A policy file (RFC 8461 section 3.2).
 *
 * @param mode what a sender does when no host meets the policy
 * @param maxAgeSeconds how long it may be remembered, at most {@link #MAX_AGE_SECONDS}
 * @param patterns the hosts that mail may go to: a name, or {@code *.} and a name
 */
public record MtaStsPolicy(Mode mode, long maxAgeSeconds, List<String> patterns) {

    /** RFC 8461 section 3.3 advises to read no more than 64 KiB. */
    public static final int MAX_OCTETS = 64 * 1024;

    /** RFC 8461 section 3.2: about a year; more is cut to it. */
    public static final long MAX_AGE_SECONDS = 31_557_600;

    /** Hosts beyond these are no mail domain's; each costs an entry. */
    private static final int MAX_PATTERNS = 500;

    private static final int MAX_AGE_DIGITS = 10;

    /** Copies the list. */
    public MtaStsPolicy {
        patterns = List.copyOf(patterns);
    }

    /** RFC 8461 section 5: how serious the policy is. */
    public enum Mode {
        ENFORCE,
        TESTING,
        NONE;

        /** The word of the file. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A file that is no policy; the message says which line is wrong. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a file.
     *
     * @param text lines that end with CRLF or LF, one char per octet or UTF-8
     * @throws Malformed where it is no policy
     */
    public static MtaStsPolicy parse(String text) throws Malformed {
        if (text.length() > MAX_OCTETS) {
            throw new Malformed("the file is larger than " + MAX_OCTETS + " octets");
        }
        Map<String, String> fields = new HashMap<>();
        List<String> patterns = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? shorter(lines[i]) : lines[i];
            if (line.isEmpty() && i == lines.length - 1) {
                break;
            }
            field(line, i + 1, fields, patterns);
        }
        return policy(fields, patterns);
    }

    private static String shorter(String line) {
        return line.substring(0, line.length() - 1);
    }

    private static void field(
            String line, int number, Map<String, String> fields, List<String> patterns)
            throws Malformed {
        int colon = line.indexOf(':');
        String key = colon < 0 ? "" : line.substring(0, colon);
        if (!isKey(key)) {
            throw new Malformed(
                    "line " + number + ": '" + Printable.of(line, 60) + "' is not 'key: value'");
        }
        String value = line.substring(colon + 1).strip();
        if (key.equals("mx")) {
            if (patterns.size() == MAX_PATTERNS) {
                throw new Malformed("more than " + MAX_PATTERNS + " mx lines");
            }
            patterns.add(pattern(value, number));
            return;
        }
        // RFC 8461 section 3.2: of a repeated field the first one counts.
        fields.putIfAbsent(key, value);
    }

    /** RFC 8461 section 3.2, sts-policy-ext-name. */
    private static boolean isKey(String key) {
        return key.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    }

    private static String pattern(String value, int number) throws Malformed {
        String name = value.startsWith("*.") ? value.substring(2) : value;
        Optional<DomainName> host = DomainName.parse(name).filter(DomainName::isHostName);
        if (host.isEmpty()) {
            throw new Malformed(
                    "line "
                            + number
                            + ": '"
                            + Printable.of(value, 60)
                            + "' is not one host, nor *. and a domain");
        }
        return (value.startsWith("*.") ? "*." : "") + host.get().ascii();
    }

    private static MtaStsPolicy policy(Map<String, String> fields, List<String> patterns)
            throws Malformed {
        String version = fields.getOrDefault("version", "");
        if (!version.equals("STSv1")) {
            throw new Malformed("'version: STSv1' is missing");
        }
        Mode mode = mode(fields.getOrDefault("mode", ""));
        long age = age(fields.getOrDefault("max_age", ""));
        if (patterns.isEmpty() && mode != Mode.NONE) {
            throw new Malformed("mode " + mode.text() + " needs at least one mx line");
        }
        return new MtaStsPolicy(mode, age, patterns);
    }

    private static Mode mode(String text) throws Malformed {
        for (Mode mode : Mode.values()) {
            if (mode.text().equals(text)) {
                return mode;
            }
        }
        throw new Malformed(
                "mode '" + Printable.of(text, 40) + "' is not enforce, testing or none");
    }

    private static long age(String text) throws Malformed {
        if (!text.matches("[0-9]{1," + MAX_AGE_DIGITS + "}")) {
            throw new Malformed(
                    "max_age '" + Printable.of(text, 40) + "' is not a number of seconds");
        }
        return Math.min(MAX_AGE_SECONDS, Long.parseLong(text));
    }

    /** Whether mail may go to {@code host}. */
    public boolean allows(DomainName host) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** RFC 8461 section 4.1: a star stands for exactly one label. */
    static boolean matches(String pattern, DomainName host) {
        return pattern.startsWith("*.")
                ? !host.isRoot() && host.parent().ascii().equals(pattern.substring(2))
                : host.ascii().equals(pattern);
    }

    /** The file; {@link #parse} reads it back. */
    public String text() {
        StringBuilder out = new StringBuilder("version: STSv1\r\nmode: " + mode.text() + "\r\n");
        patterns.forEach(pattern -> out.append("mx: ").append(pattern).append("\r\n"));
        return out.append("max_age: ").append(maxAgeSeconds).append("\r\n").toString();
    }
}
