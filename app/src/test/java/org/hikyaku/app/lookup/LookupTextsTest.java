package org.hikyaku.app.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hikyaku.findings.Code;
import org.hikyaku.findings.Severity;
import org.junit.jupiter.api.Test;

/** Everything that a check can find has its words, in both languages. */
final class LookupTextsTest {

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in =
                Objects.requireNonNull(
                        LookupCommand.class.getResourceAsStream(name + ".properties"))) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Pattern.compile("\\{[0-9]}")
                .matcher(text)
                .results()
                .forEach(match -> places.add(match.group()));
        return places;
    }

    @Test
    void everyCodeSaysWhatWhyAndHow() throws IOException {
        List<String> lacking = new ArrayList<>();
        for (String file : List.of("LookupMessages", "LookupMessages_ja")) {
            Properties texts = texts(file);
            for (Code code : Code.values()) {
                List<String> parts =
                        code.severity() == Severity.PASSED
                                ? List.of("")
                                : List.of("", ".why", ".fix");
                parts.stream()
                        .filter(part -> texts.getProperty(code.word() + part, "").isBlank())
                        .forEach(part -> lacking.add(file + ": " + code.word() + part));
            }
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        Properties english = texts("LookupMessages");
        Properties japanese = texts("LookupMessages_ja");
        assertThat(japanese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(japanese.getProperty(key)))
                    .as(key)
                    .isEqualTo(places(english.getProperty(key)));
            assertThat(english.getProperty(key)).as(key).matches("\\p{ASCII}*");
        }
    }
}
