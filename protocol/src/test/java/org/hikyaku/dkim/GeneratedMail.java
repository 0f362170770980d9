package org.hikyaku.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Messages of varied shape, the same for the same seed. Line ends are CRLF. */
final class GeneratedMail {

    private static final String[] WORDS = {
        "dinner", "is", "ready", "a", "é", "日本語", "=?utf-8?q?x?=", "!", "\"q\"", "long-".repeat(30)
    };

    private final RandomGenerator random;
    private final boolean plain;

    GeneratedMail(long seed) {
        this(seed, false);
    }

    /**
     * As before, for programs behind the milter protocol.
     *
     * @param plain exactly one blank after a colon, text on the first line, a line end at the end:
     *     the protocol carries nothing else, so that a milter cannot check a simple signature
     */
    GeneratedMail(long seed, boolean plain) {
        random = new Random(seed);
        this.plain = plain;
    }

    private String start() {
        return plain ? " x" : "";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String blanks() {
        return chance(70) ? " " : chance(50) ? "\t" : " \t  ".substring(random.nextInt(3));
    }

    private String words(int max, boolean folds) {
        StringBuilder out = new StringBuilder();
        int count = random.nextInt(max + 1);
        for (int i = 0; i < count; i++) {
            out.append(folds && chance(25) ? "\r\n" : "").append(blanks());
            out.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return out.append(chance(15) ? blanks() : "").toString();
    }

    byte[] next() {
        StringBuilder out = new StringBuilder();
        int received = random.nextInt(4);
        for (int i = 0; i < received; i++) {
            out.append("Received: from a by b;").append(words(6, true)).append("\r\n");
        }
        out.append(chance(20) && !plain ? "FROM:" : "From: ").append("Joe <joe@example.com>\r\n");
        out.append("To:")
                .append(chance(50) && !plain ? "\r\n" : "")
                .append(" suzie@example.net\r\n");
        out.append("Subject:").append(start()).append(words(12, true)).append("\r\n");
        out.append("Date: Tue, 24 Nov 2026 09:00:00 +0000\r\n");
        if (chance(40)) {
            out.append("X-Long: ").append("x".repeat(random.nextInt(900))).append("\r\n");
        }
        if (chance(40)) {
            out.append("X-Odd:").append(start()).append(words(3, true)).append("\r\n");
        }
        if (chance(20)) {
            out.append("X-Odd: again\r\n");
        }
        out.append("\r\n");
        body(out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void body(StringBuilder out) {
        int lines = chance(15) ? 0 : random.nextInt(chance(10) ? 400 : 20);
        for (int i = 0; i < lines; i++) {
            out.append(chance(15) ? blanks() : words(8, false)).append("\r\n");
        }
        int trailing = chance(40) ? random.nextInt(5) : 0;
        for (int i = 0; i < trailing; i++) {
            out.append(chance(30) ? blanks() : "").append("\r\n");
        }
        if (chance(10) && !plain) {
            out.append("no line end");
        }
    }
}
