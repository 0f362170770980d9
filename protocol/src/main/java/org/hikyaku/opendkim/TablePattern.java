package org.hikyaku.opendkim;

import java.util.Locale;

/**
 * A pattern of a {@code refile:} table, as OpenDKIM reads it: a POSIX extended regular expression
 * with {@code ^} before and {@code $} after it, in which {@code *} means any text and {@code .} and
 * {@code +} mean themselves. All other characters of regular expressions stay alive.
 *
 * <p>Matching is bounded by the length of pattern times text, whatever the two are: without live
 * characters it is a comparison with wildcards, otherwise a run of an automaton that never goes
 * back. An address from outside cannot make it slow.
 */
final class TablePattern {

    /** Longer ones are refused, in characters. */
    static final int MAX_CHARS = 1000;

    /** Longer texts match nothing: an address has 320, a host name 253. */
    static final int MAX_TEXT_CHARS = 1100;

    /** What means more than itself. */
    private static final String LIVE = "()|[]?{}\\^$";

    private final String glob;
    private final boolean anyCase;
    private final PosixRegex regex;
    private final boolean plain;

    private TablePattern(String glob, boolean anyCase, PosixRegex regex, boolean plain) {
        this.glob = glob;
        this.anyCase = anyCase;
        this.regex = regex;
        this.plain = plain;
    }

    static TablePattern of(String line, boolean anyCase) throws BadPatternException {
        if (line.length() > MAX_CHARS) {
            throw new BadPatternException("longer than " + MAX_CHARS + " characters");
        }
        if (liveIn(line).isEmpty()) {
            String glob = anyCase ? line.toLowerCase(Locale.ROOT) : line;
            return new TablePattern(glob, anyCase, PosixRegex.EMPTY, true);
        }
        return new TablePattern("", anyCase, PosixRegex.of(expression(line), anyCase), false);
    }

    /** The characters of {@code line} that mean more than themselves, each once. */
    static String liveIn(String line) {
        StringBuilder found = new StringBuilder();
        line.chars()
                .filter(c -> LIVE.indexOf(c) >= 0)
                .distinct()
                .forEach(c -> found.append((char) c));
        return found.toString();
    }

    /** What OpenDKIM gives to regcomp. */
    static String expression(String line) {
        StringBuilder out = new StringBuilder("^");
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '*' -> out.append(".*");
                case '.', '+' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.append('$').toString();
    }

    boolean matches(String text) {
        if (text.length() > MAX_TEXT_CHARS) {
            return false;
        }
        if (!plain) {
            return regex.find(text);
        }
        return wildcards(glob, anyCase ? text.toLowerCase(Locale.ROOT) : text);
    }

    /** Goes back to the last star only: what came before it is settled. */
    private static boolean wildcards(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                from = t;
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
