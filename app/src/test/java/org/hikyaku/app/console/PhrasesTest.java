package org.hikyaku.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the layers below say in English, in Japanese. */
final class PhrasesTest {

    private static String japanese(String english) {
        return Phrases.in(Locale.JAPANESE, english);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'x' is not a mail address: it has no @ (example: you@example.com) | 'x' はメールアドレスではありません: @ がありません（例: you@example.com）",
                "'a..b' is not a domain name: a label is empty | 'a..b' はドメイン名ではありません: 空のラベルがあります",
                "/d/hikyaku.toml:3: ops.address: must be an address such as \"127.0.0.1:8025\", or \"none\", in quotes | /d/hikyaku.toml:3: ops.address: \"127.0.0.1:8025\" のようなアドレスか \"none\"を引用符で囲んで書いてください",
                "the private key k can be used by others (rw-r--r--); run: chmod 600 k | 秘密鍵 k をほかのユーザーが使えます（rw-r--r--）。次を実行してください: chmod 600 k",
                "nobody knows this line | nobody knows this line",
                "it's {0} odd | it's {0} odd",
            })
    void linesAndTheirParts(String english, String expected) {
        assertThat(japanese(english)).isEqualTo(expected);
    }

    @Test
    void englishStaysEnglish() {
        assertThat(Phrases.in(Locale.ENGLISH, "the store is closed"))
                .isEqualTo("the store is closed");
    }

    @Test
    void whatIsLongIsLeftAlone() {
        String line = "x".repeat(100_000) + " does not exist";
        assertThat(japanese(line)).isEqualTo(line);
    }

    private static final Pattern THROWN =
            Pattern.compile(
                    "new (?:StoreException|TlsKeyException|IllegalNameException|SettingsException)\\(|\\bwrong\\(");

    /** A string literal, or the name of what is put in. */
    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\"]+");

    /** Each line that is thrown to a person, with X for what is put in. */
    private static List<String> thrown(Path file) throws IOException {
        String source = Files.readString(file);
        List<String> lines = new ArrayList<>();
        Matcher at = THROWN.matcher(source);
        while (at.find()) {
            String line = joined(argument(source, at.end(), at.group().startsWith("wrong")));
            if (line.matches(".*[a-z]{2} .*")) {
                lines.add(line.replaceFirst("^X:(X:)? ", "/data/hikyaku.toml:1: "));
            }
        }
        return lines;
    }

    /** The text of the first argument of a call, or of the second. */
    private static String argument(String source, int from, boolean second) {
        int depth = 0;
        int start = from;
        boolean quoted = false;
        boolean skipped = !second;
        for (int i = from; ; i++) {
            char c = source.charAt(i);
            if (c == '"' && source.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' && depth == 0 || c == ')' && depth-- == 0)) {
                if (skipped || c == ')') {
                    return source.substring(start, i);
                }
                skipped = true;
                start = i + 1;
            } else if (!quoted && c == '(') {
                depth++;
            }
        }
    }

    private static String joined(String expression) {
        StringBuilder line = new StringBuilder();
        Matcher part = PART.matcher(expression);
        while (part.find()) {
            if (part.group(1) != null) {
                line.append(part.group(1).replace("\\\"", "\""));
            } else if (part.group().matches("(?s).*[a-zA-Z].*")) {
                line.append("X");
            }
        }
        return line.toString();
    }

    @Test
    void whatIsThrownToAPersonHasAForm() throws IOException {
        List<String> lacking = new ArrayList<>();
        int seen = 0;
        for (String part :
                List.of(
                        "../store/src/main/java/org/hikyaku/store",
                        "../server/src/main/java/org/hikyaku/net",
                        "../protocol/src/main/java/org/hikyaku/name",
                        "src/main/java/org/hikyaku/app/settings")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    for (String line : thrown(file)) {
                        seen++;
                        if (japanese(line).equals(line)) {
                            lacking.add(file.getFileName() + ": " + line);
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(60);
        assertThat(lacking).isEmpty();
    }
}
