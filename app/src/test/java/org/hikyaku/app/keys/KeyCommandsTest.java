package org.hikyaku.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.hikyaku.app.Ran;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The commands with a DNS that nobody answers: what is decided without it. */
final class KeyCommandsTest {

    private static final DomainName DOMAIN = DomainName.of("here.example");

    @TempDir Path folder;

    @BeforeEach
    void store() throws IOException {
        // A port of loopback where nobody listens: each question fails at once.
        Files.writeString(
                folder.resolve("hikyaku.toml"),
                "hostname = \"mail.here.example\"\n[dns]\nservers = [\"127.0.0.1:1\"]\ntimeout = \"1s\"\n");
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            store.domains().add(new LocalDomain(DOMAIN, null));
        }
    }

    private Ran run(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.addAll(List.of("--lang=en", "--dir=" + folder));
        return Ran.with("", all.toArray(String[]::new));
    }

    private static JsonNode json(Ran ran) {
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void aNewKeyWaitsAndDoesNotSign() {
        Ran ran = run("dkim rotate here.example --json");
        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode keys = json(ran).path("keys");
        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.get(0).path("state").asString()).isEqualTo("generated");
        assertThat(keys.get(0).path("seen").asString()).isEqualTo("UNKNOWN");
        assertThat(keys.get(0).path("record").asString()).startsWith("v=DKIM1; k=");
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            assertThat(store.keys().signing(DOMAIN)).isEmpty();
            assertThat(store.keys().idle(DOMAIN))
                    .extracting(StoredKey::algorithm)
                    .containsExactlyInAnyOrder("rsa", "ed25519");
        }
        Ran shown = run("dkim keys here.example");
        assertThat(shown.status()).isZero();
        assertThat(shown.out()).contains("made, not seen yet", "no zone of");
    }

    @Test
    void aSelectorOfOnesOwn() {
        assertThat(run("dkim rotate here.example --selector s2026 --algorithm ed25519").status())
                .isZero();
        assertThat(json(run("dkim keys here.example --json")).path("keys").get(0).path("selector"))
                .hasToString("\"s2026\"");
        Ran again = run("dkim rotate here.example --selector s2026 --algorithm ed25519");
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("s2026 already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dkim keys nowhere.example|no domain nowhere.example: add it",
                "dkim keys exa_mple|is no domain",
                "dkim rotate here.example --algorithm dsa|write rsa or ed25519",
                "dkim rotate here.example --selector s1|--algorithm with it",
                "dkim rotate here.example --selector ../x --algorithm rsa|--selector: give letters",
                "dkim approve here.example s9|no usable key s9",
                "dkim keys|DOMAIN"
            })
    void whatIsWrongIsToldInOneLine(String words, String said) {
        Ran ran = run(words);
        assertThat(ran.status()).isEqualTo(2);
        // Jazzer, where it is there, tells of each class that it sees for the first time.
        assertThat(ran.err().lines().filter(l -> !l.startsWith("INFO: Instrumented"))).hasSize(1);
        assertThat(ran.err()).contains(said);
    }

    @Test
    void aDomainWithoutKeysIsTold() {
        assertThat(run("dkim keys here.example").out())
                .contains("here.example has no keys: make some with hikyaku dkim rotate");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(keys("KeyMessages_ja")).isEqualTo(keys("KeyMessages"));
    }

    private static Set<String> keys(String bundle) throws IOException {
        Properties texts = new Properties();
        try (var in = KeyCommand.class.getResourceAsStream(bundle + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts.stringPropertyNames();
    }
}
