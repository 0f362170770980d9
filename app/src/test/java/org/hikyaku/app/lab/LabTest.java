package org.hikyaku.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.hikyaku.app.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The command as it is called, with real servers on loopback. */
final class LabTest {

    private record Ran(int status, String out, String err) {
        JsonNode json() {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Ran lab(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "lab";
        System.arraycopy(options, 0, args, 1, options.length);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
        ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
            int status = Main.run(args);
            return new Ran(
                    status,
                    caughtOut.toString(StandardCharsets.UTF_8),
                    caughtErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void everythingPasses() {
        Ran ran = lab("--json", "--lang", "en");
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.json().get("passed").asBoolean()).isTrue();
        Map<String, String> verdicts = verdicts(ran.json());
        assertThat(verdicts)
                .containsOnlyKeys("ptr", "spf", "dkim", "dmarc", "tls")
                .allSatisfy((_, result) -> assertThat(result).isEqualTo("pass"));
        assertThat(text(ran.json(), "accepted"))
                .contains("250 2.0.0", "INBOX", "dkim=pass", "spf=pass", "dmarc=pass");
        assertThat(text(ran.json(), "sent")).contains("TLSv1.3");
    }

    @ParameterizedTest
    @CsvSource({
        "spf, 5.7.27, SPF authentication didn't pass",
        "dkim, 5.7.30, DKIM authentication didn't pass",
        "dmarc, 5.7.40, does not have a DMARC record",
        "ptr, 5.7.25, does not have a PTR record",
        "tls, 5.7.29, not sent over a TLS connection"
    })
    void whatIsLeftOutIsRefusedAsGmailWouldAndExplained(String what, String status, String words) {
        Ran ran = lab("--break", what, "--json", "--lang", "en");
        assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.json().get("passed").asBoolean()).isFalse();
        Map<String, String> verdicts = verdicts(ran.json());
        assertThat(verdicts.remove(what)).isNotEqualTo("pass");
        assertThat(verdicts).allSatisfy((_, result) -> assertThat(result).isEqualTo("pass"));
        assertThat(text(ran.json(), "refused")).contains("550 " + status, words, "- gsmtp");
        assertThat(text(ran.json(), "cause")).isNotEmpty();
        assertThat(text(ran.json(), "fix")).isNotEmpty();
    }

    @Test
    void personsReadItInJapanese() {
        Ran ran = lab("--break", "ptr", "--lang", "ja");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("拒否されました: 550 5.7.25", "直し方", "不合格");
    }

    @Test
    void aWordThatCannotBeBrokenIsRefusedInOneLine() {
        Ran ran = lab("--break", "mx");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("spf, dkim, dmarc, ptr, tls");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws Exception {
        assertThat(keys("LabMessages_ja")).isEqualTo(keys("LabMessages"));
    }

    private static java.util.Set<String> keys(String bundle) throws Exception {
        Properties texts = new Properties();
        try (var in = LabCommand.class.getResourceAsStream(bundle + ".properties")) {
            texts.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts.stringPropertyNames();
    }

    /** Check to result; for several results of a check the worse one. */
    private static Map<String, String> verdicts(JsonNode run) {
        Map<String, String> verdicts = new HashMap<>();
        for (JsonNode step : steps(run)) {
            if (step.get("step").asString().equals("verdict")) {
                verdicts.merge(
                        step.get("check").asString(),
                        step.get("result").asString(),
                        (a, b) -> a.equals("pass") ? b : a);
            }
        }
        return verdicts;
    }

    private static String text(JsonNode run, String step) {
        return steps(run).stream()
                .filter(s -> s.get("step").asString().equals(step))
                .map(s -> s.get("text").asString())
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> steps(JsonNode run) {
        return run.get("steps").valueStream().toList();
    }
}
