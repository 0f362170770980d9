package org.hikyaku.dovecot;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One line of an authentication server. */
public sealed interface AuthReply {

    /** The longest line, in octets; Dovecot's own limit is 8,192. */
    int MAX_LINE_OCTETS = 16 * 1024;

    /** The version that the server speaks. */
    record Version(int major, int minor) implements AuthReply {}

    /** A mechanism, with what is true of it ({@code plaintext}, {@code anonymous}, ...). */
    record Mechanism(String name, Set<String> properties) implements AuthReply {
        /** Copies the set. */
        public Mechanism {
            properties = Set.copyOf(properties);
        }
    }

    /** The end of the handshake. */
    record Done() implements AuthReply {}

    /** The client must answer {@code challenge}. */
    record Continue(long id, byte[] challenge) implements AuthReply {}

    /** Who has logged in: {@code user} as the server knows it; empty where it does not say. */
    record Success(long id, String user) implements AuthReply {}

    /**
     * The login has failed.
     *
     * @param temporary whether the server could not tell
     * @param user as the server knows it, or empty
     * @param reason in its words, or empty
     */
    record Failure(long id, boolean temporary, String user, String reason) implements AuthReply {}

    /** A line that a client may pass over. */
    record Other(String command) implements AuthReply {}

    /** A line that is none; the message says why, and holds nothing secret. */
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a line without its end.
     *
     * @throws Malformed where it does not follow the protocol
     */
    static AuthReply parse(String line) throws Malformed {
        List<String> words = List.of(line.split("\t", -1));
        return switch (words.getFirst()) {
            case "VERSION" -> new Version(number(words, 1), number(words, 2));
            case "MECH" -> new Mechanism(word(words, 1), Set.of(rest(words, 2)));
            case "DONE" -> new Done();
            case "CONT" -> new Continue(id(words), challenge(words));
            case "OK" -> new Success(id(words), parameters(words).getOrDefault("user", ""));
            case "FAIL" -> failure(words);
            default -> new Other(words.getFirst());
        };
    }

    private static Failure failure(List<String> words) throws Malformed {
        Map<String, String> parameters = parameters(words);
        boolean temporary =
                parameters.containsKey("temp")
                        || parameters.getOrDefault("code", "").equals("temp_fail");
        return new Failure(
                id(words),
                temporary,
                parameters.getOrDefault("user", ""),
                parameters.getOrDefault("reason", parameters.getOrDefault("code", "")));
    }

    private static String word(List<String> words, int at) throws Malformed {
        if (at >= words.size() || words.get(at).isEmpty()) {
            throw new Malformed(words.getFirst() + " without its word " + at);
        }
        return words.get(at);
    }

    private static String[] rest(List<String> words, int from) {
        return words.stream().skip(from).distinct().toArray(String[]::new);
    }

    private static int number(List<String> words, int at) throws Malformed {
        String text = word(words, at);
        if (!text.matches("[0-9]{1,9}")) {
            throw new Malformed("a number is missing in " + words.getFirst());
        }
        return Integer.parseInt(text);
    }

    private static long id(List<String> words) throws Malformed {
        String text = word(words, 1);
        if (!text.matches("[0-9]{1,10}")) {
            throw new Malformed(words.getFirst() + " without an id");
        }
        return Long.parseLong(text);
    }

    private static byte[] challenge(List<String> words) throws Malformed {
        try {
            return Base64.getDecoder().decode(words.size() > 2 ? words.get(2) : "");
        } catch (IllegalArgumentException _) {
            throw new Malformed("a challenge that is not base64");
        }
    }

    private static Map<String, String> parameters(List<String> words) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String each : words.subList(Math.min(2, words.size()), words.size())) {
            int equals = each.indexOf('=');
            found.putIfAbsent(
                    equals < 0 ? each : each.substring(0, equals),
                    equals < 0 ? "" : TabText.unescaped(each.substring(equals + 1)));
        }
        return found;
    }
}
