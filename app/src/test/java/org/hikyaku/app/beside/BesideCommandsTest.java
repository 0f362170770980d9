package org.hikyaku.app.beside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import org.hikyaku.app.Ran;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionTable;
import org.hikyaku.signing.SigningReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class BesideCommandsTest {

    @TempDir Path folder;

    @BeforeEach
    void files() throws IOException, DkimKeys.Unreadable {
        write("key.pem", DkimKeys.writePem(DkimKeys.generateEd25519()));
        Files.setPosixFilePermissions(
                folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
        write("kt", "k1 example.com:s1:" + folder + "/key.pem\n");
        write("st", "*@example.com k1\nboss@example.net k1\n");
        write("hosts", "127.0.0.1\n::1\n192.168.0.1/24\n");
        write(
                "opendkim.conf",
                "Socket inet:8891@localhost\nKeyTable file:$/kt\nSigningTable refile:$/st\nInternalHosts $/hosts\nAutoRestart yes\nUMask 002\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace("$", folder.toString()));
    }

    private Ran run(String words) {
        List<String> all = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            all.add(word.replace("$", folder.toString()));
        }
        return Ran.with("", all.toArray(String[]::new));
    }

    private static JsonNode json(Ran ran) {
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void tellsWhichKeySigns() {
        Ran ran = run("explain-signing u@example.com --opendkim-conf $/opendkim.conf --lang en");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("- the client localhost is one of ours (127.0.0.1)")
                .contains("- the SigningTable has \"u@example.com\": key \"k1\"")
                .contains("Signed: d=example.com s=s1 (ed25519-sha256)")
                .contains(
                        folder
                                + "/hosts:3: warning: \"192.168.0.1/24\" never matches: the network is 192.168.0.0/24");
    }

    @Test
    void tellsWhyNoneDoes() {
        Ran ran =
                run(
                        "explain-signing u@example.com --client 192.168.0.5 --opendkim-conf $/opendkim.conf --json");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(json(ran).path("decision").asString()).isEqualTo("verify");
        assertThat(json(ran).path("why").get(0).path("kind").asString()).isEqualTo("not-ours");
        assertThat(json(ran).path("signatures")).isEmpty();
    }

    @Test
    void whoHasLoggedInSignsFromAnywhere() {
        for (String how : List.of("--auth", "--auth=joe", "--client-name localhost --auth=x")) {
            Ran ran =
                    run(
                            "explain-signing u@example.com --client 203.0.113.1 "
                                    + how
                                    + " --opendkim-conf $/opendkim.conf");
            assertThat(ran.status()).as(how + ran.err()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain-signing nobody --opendkim-conf $/opendkim.conf",
                "explain-signing u@example.com --client here --opendkim-conf $/opendkim.conf",
                "explain-signing u@example.com --macro x --opendkim-conf $/opendkim.conf",
                "explain-signing u@example.com --opendkim-conf $/absent",
                "explain-signing u@example.com --dir $/absent",
                "import opendkim --opendkim-conf $/absent",
                "import opendkim --opendkim-conf $/opendkim.conf --opendmarc-conf $/absent"
            })
    void oneLineForWrongInput(String words) {
        for (String language : List.of("en", "ja")) {
            Ran ran = run(words + " --lang " + language);
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err().strip().lines()).hasSize(1);
        }
    }

    @Test
    void importPrintsAndWrites() throws IOException {
        Ran shown = run("import opendkim --opendkim-conf $/opendkim.conf --dir $/data --lang en");
        assertThat(shown.out())
                .contains("listen = [\"inet:8891@localhost\"]")
                .contains("internal-networks = [\"127.0.0.1\", \"192.168.0.0/24\", \"::1\"]")
                .contains("socket-mode = \"664\"")
                .contains("not converted: " + folder + "/st:2 boss@example.net")
                .contains("note: AutoRestart: systemd restarts the program");
        assertThat(shown.status()).isEqualTo(1);
        assertThat(folder.resolve("data")).doesNotExist();
        Ran written = run("import opendkim --opendkim-conf $/opendkim.conf --dir $/data --write");
        assertThat(written.status()).as(written.err()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("data/hikyaku.toml"))).contains("[milter]");
        Ran explained = run("explain-signing u@example.com --dir $/data");
        assertThat(explained.status()).as(explained.err() + explained.out()).isZero();
        Ran again = run("import opendkim --opendkim-conf $/opendkim.conf --dir $/data --write");
        assertThat(again.status()).isEqualTo(2);
    }

    @Test
    void anOpenKeyStopsItAndLeniencyGoesOn() throws IOException {
        write("key2.pem", Files.readString(folder.resolve("key.pem")));
        Files.setPosixFilePermissions(
                folder.resolve("key2.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        write("kt", "k1 example.com:s1:$/key.pem\nk2 example.net:s2:$/key2.pem\n");
        Ran ran =
                run(
                        "import opendkim --opendkim-conf $/opendkim.conf --dir $/data --write --lang en");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out())
                .contains("mode 0644) can be read or replaced by other users")
                .contains("chmod 0600 " + folder + "/key2.pem");
        assertThat(folder.resolve("data")).doesNotExist();
        Ran lenient =
                run(
                        "import opendkim --opendkim-conf $/opendkim.conf --dir $/data --write --lenient");
        assertThat(lenient.status()).as(lenient.err()).isEqualTo(1);
        assertThat(run("explain-signing u@example.com --dir $/data").status()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ConfigNote.Kind.class)
    void everyNoteHasItsWords(ConfigNote.Kind kind) {
        List<String> details = List.of("TestOnly", "b", "c", "d", "e", "f");
        for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            String text =
                    BesideTexts.in(locale).note(new ConfigNote(kind, new Place("/f", 3), details));
            assertThat(text).startsWith("/f:3: ").doesNotContain("{");
        }
    }

    @ParameterizedTest
    @EnumSource(SigningReason.Kind.class)
    void everyReasonHasItsWords(SigningReason.Kind kind) {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            String text =
                    BesideTexts.in(locale).reason(SigningReason.of(kind, "one", "two", "three"));
            assertThat(text).isNotBlank().doesNotContain("{");
        }
    }

    @Test
    void everySettingWithoutEffectHasItsReason() {
        List<String> without = new ArrayList<>();
        for (OptionTable table :
                List.of(OptionTable.OPENDKIM, OptionTable.OPENDMARC, OptionTable.POLICYD_SPF)) {
            for (OptionTable.Option option : table.all()) {
                if (!option.used() && !hasReason(option.name())) {
                    without.add(option.name());
                }
            }
        }
        assertThat(without).isEmpty();
    }

    private static boolean hasReason(String name) {
        try {
            return !BesideTexts.in(Locale.JAPANESE).text("no-effect." + name).isBlank();
        } catch (MissingResourceException _) {
            return false;
        }
    }
}
