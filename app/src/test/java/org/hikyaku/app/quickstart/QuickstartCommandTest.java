package org.hikyaku.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.app.Ran;
import org.hikyaku.app.settings.SettingsReader;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class QuickstartCommandTest {

    @TempDir Path folder;

    private Path dir() {
        return folder.resolve("data");
    }

    private Ran quickstart(String... options) {
        List<String> args = new ArrayList<>(List.of("quickstart", "--offline"));
        args.addAll(List.of("--dir", dir().toString()));
        args.addAll(List.of(options));
        if (!args.contains("--lang")) {
            args.add("--lang=en");
        }
        return Ran.of(args.toArray(String[]::new));
    }

    @Test
    void makesAFolderThatAServerCanUse() throws Exception {
        Ran ran = quickstart("you@example.com", "--address", "192.0.2.25", "--json");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir())))
                .isEqualTo("rwx------");
        assertThat(SettingsReader.read(dir().resolve("hikyaku.toml")).hostname())
                .isEqualTo(DomainName.of("mail.example.com"));
        try (EmbeddedStore store = EmbeddedStore.open(dir())) {
            assertThat(store.accounts().find(MailAddress.of("you@example.com"))).isPresent();
            assertThat(store.keys().signing(DomainName.of("example.com"))).hasSize(2);
        }
        JsonNode data = ran.json();
        assertThat(data.get("password").asString()).hasSizeGreaterThan(15);
        assertThat(data.get("zoneFile").asString())
                .contains("v=spf1 mx ip4:192.0.2.25 -all", "k=rsa", "k=ed25519", "v=DMARC1");
        assertThat(data.get("checks").get(0).get("state").asString()).isEqualTo("not_checked");
    }

    @Test
    void thePasswordIsShownOnceAndKeptNowhere() throws Exception {
        String password = quickstart("you@example.com", "--json").json().get("password").asString();
        try (Stream<Path> files = Files.walk(dir())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.toString()).doesNotContain(password);
            }
        }
    }

    @Test
    void whatIsThereIsLeftAsItIs() throws IOException {
        Files.createDirectories(dir());
        Files.writeString(dir().resolve("letter"), "mine");
        Ran ran = quickstart("you@example.com");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("is there already");
        assertThat(names(dir())).containsExactly("letter");
        assertThat(names(folder)).containsExactly("data");
    }

    @ParameterizedTest
    @CsvSource({
        "you, no @",
        "you@localhost, whole domain",
        "@example.com, not a mail address",
        "a b@example.com, not a mail address",
        "you@exa mple.com, not a"
    })
    void anAddressThatIsNoneLeavesNothing(String address, String words) throws IOException {
        Ran ran = quickstart(address);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains(words);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void anInternationalDomainStandsInRecordsAsTheDnsHasIt() {
        Ran ran = quickstart("you@例え.example", "--address", "192.0.2.25");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("$ORIGIN xn--r8jz45g.example.", "例え.example");
    }

    @ParameterizedTest
    @Tag("peer")
    @CsvSource({
        "mail.example.com, 192.0.2.25",
        "mail.example.com, 2001:db8::25",
        "mail.example.com, ''",
        "example.com, 192.0.2.25",
        "mx.other.example, 192.0.2.25"
    })
    void bindTakesTheZoneUnchanged(String host, String address) throws Exception {
        List<String> options = new ArrayList<>(List.of("you@example.com", "--hostname", host));
        if (!address.isEmpty()) {
            options.addAll(List.of("--address", address));
        }
        options.add("--json");
        Ran ran = quickstart(options.toArray(String[]::new));
        assertThat(ran.status()).as(ran.err()).isZero();
        Path zone = folder.resolve("zone");
        Files.writeString(zone, ran.json().get("zoneFile").asString());
        Process check =
                new ProcessBuilder("named-checkzone", "example.com", zone.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("ignoring");
    }

    @ParameterizedTest
    @CsvSource({"en, A mail server", "ja, のためのメールサーバー"})
    void aTerminalOfEightyColumnsIsEnough(String language, String opening) {
        Ran ran = quickstart("you@x.example", "--address", "192.0.2.25", "--lang", language);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(opening);
        // The zone file and the unit are for programs.
        String forPeople =
                ran.out().replaceAll("(?s); .*?\n\n", "\n").replaceAll("(?s)\\[Unit].*?\n\n==", "");
        assertThat(forPeople.lines())
                .allSatisfy(line -> assertThat(columns(line)).as(line).isLessThanOrEqualTo(80));
    }

    private static int columns(String line) {
        return line.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum();
    }

    @Test
    void theZoneIsExplainedInTheReadersLanguage() {
        String zone =
                quickstart("you@x.example", "--address", "192.0.2.25", "--json", "--lang", "ja")
                        .json()
                        .get("zoneFile")
                        .asString();
        assertThat(zone.lines().filter(l -> l.startsWith("; ") && !l.contains(" IN ")))
                .hasSizeGreaterThan(6)
                .allMatch(l -> l.matches(".*[ぁ-んァ-ヶ一-龠].*"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(p -> p.getFileName().toString()).toList();
        }
    }
}
