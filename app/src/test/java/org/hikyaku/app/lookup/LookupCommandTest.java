package org.hikyaku.app.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.app.Ran;
import org.hikyaku.findings.Area;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The command over zone files; nobody is asked outside of them. */
final class LookupCommandTest {

    @TempDir Path folder;
    private Path zone = Path.of("");
    private Path reverse = Path.of("");

    @BeforeEach
    void write() throws IOException {
        zone = folder.resolve("zone");
        Files.writeString(
                zone,
                """
                $ORIGIN acme.example.
                $TTL 3600
                @ IN SOA ns1 hostmaster ( 2026112401 7200 3600 1209600 3600 )
                @ IN NS ns1
                @ IN NS ns2
                ns1 IN A 192.0.2.53
                ns2 IN A 198.51.100.53
                @ IN A 192.0.2.80
                @ IN MX 10 mx
                mx IN A 192.0.2.25
                mx IN AAAA 2001:db8::25
                @ IN TXT "v=spf1 include:_spf.acme.example mx -all"
                _spf IN TXT "v=spf1 ip4:203.0.113.0/24 ?all"
                _dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"
                evil IN TXT "\\027[31mred\\155[31m"
                """);
        reverse = folder.resolve("reverse");
        Files.writeString(
                reverse,
                """
                $ORIGIN 2.0.192.in-addr.arpa.
                $TTL 3600
                @ IN SOA ns1.acme.example. root.acme.example. ( 1 7200 3600 1209600 3600 )
                25 IN PTR mx.acme.example.
                """);
    }

    private Ran lookup(String... words) {
        List<String> all = new ArrayList<>(List.of("lookup"));
        all.addAll(List.of(words));
        all.addAll(List.of("@none", "--zone", zone.toString(), "--zone", reverse.toString()));
        return Ran.of(all.toArray(String[]::new));
    }

    @Test
    void spfShowsTreeAndAddresses() {
        Ran ran = lookup("spf", "acme.example", "--ip", "203.0.113.7", "--lang=en");
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("is in order: 2 of 10 lookups")
                .contains("SPF passes for 203.0.113.7.")
                .contains("include:_spf.acme.example  0 lookups".replace("  ", " "))
                .contains("May send: ip4:192.0.2.25, ip6:2001:db8::25, ip4:203.0.113.0/24");
    }

    @Test
    void aFileThatDoesNotNameItsZoneIsGivenOne() throws IOException {
        Path relative = folder.resolve("plain.zone");
        Files.writeString(
                relative,
                "$TTL 60\n@ IN SOA ns root 1 2 3 4 5\n@ IN NS ns\nns IN A 192.0.2.1\n"
                        + "@ IN TXT \"v=spf1 -all\"\n");
        Ran ran =
                Ran.of(
                        "lookup",
                        "spf",
                        "plain.example",
                        "@none",
                        "--zone=plain.example=" + relative);
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        Ran bare = Ran.of("lookup", "spf", "plain.example", "@none", "--zone=" + relative);
        assertThat(bare.status()).isEqualTo(2);
        assertThat(bare.err())
                .startsWith("hikyaku: " + relative + ":2:")
                .contains("example.com=FILE");
    }

    @Test
    void aBrokenFileIsToldAsZoneCheckDoes() throws IOException {
        Path broken = folder.resolve("broken.zone");
        Files.writeString(broken, "$ORIGIN a.example.\n@ 60 IN MX ten mx\n");
        for (String language : List.of("en", "ja")) {
            Ran ran =
                    Ran.of(
                            "lookup",
                            "mx",
                            "a.example",
                            "@none",
                            "--zone=" + broken,
                            "--lang",
                            language);
            Ran check = Ran.of("zone", "check", broken.toString(), "a.example", "--lang", language);
            assertThat(ran.status()).isEqualTo(2);
            String place = broken + ":2:";
            String line = ran.err().substring(ran.err().indexOf(place)).strip();
            String what = line.substring(line.indexOf(": ") + 2).split(";")[0];
            assertThat(check.out()).contains(place).contains(what);
        }
    }

    @Test
    void aSenderThatIsNotNamedFails() {
        Ran ran = lookup("spf", "acme.example", "--ip", "198.51.100.1", "--lang=en");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("Failed", "SPF says fail for 198.51.100.1.", "Why:", "Fix:");
    }

    @Test
    void anAddressAloneIsLookedAt() {
        assertThat(lookup("ptr", "192.0.2.25", "--lang=en").out())
                .contains("192.0.2.25 is mx.acme.example, and back.");
        assertThat(lookup("ptr", "192.0.2.26", "--lang=en").status()).isEqualTo(1);
    }

    @Test
    void allAsDataHasEveryAreaWithItsScore() {
        Ran ran = lookup("all", "acme.example", "--json");
        JsonNode data = ran.json();
        assertThat(data.get("name").asString()).isEqualTo("acme.example");
        assertThat(data.get("areas")).hasSize(Area.values().length);
        for (JsonNode area : data.get("areas")) {
            assertThat(area.get("score").asInt()).isBetween(0, 100);
            assertThat(area.get("findings")).isNotEmpty();
        }
        // 2001:db8::25 lies in a zone that is not there.
        assertThat(data.get("failed").asInt()).isEqualTo(1);
        assertThat(ran.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void allFitsATerminal(String language) {
        Ran ran = lookup("all", "acme.example", "--lang", language);
        assertThat(ran.out().lines())
                .filteredOn(line -> !line.contains(folder.toString()))
                .allSatisfy(line -> assertThat(columns(line)).isLessThanOrEqualTo(80));
        assertThat(ran.out()).contains(language.equals("ja") ? "対策: " : "Fix: ");
    }

    private static int columns(String line) {
        return line.codePoints().map(c -> c >= 0x2e80 ? 2 : 1).sum();
    }

    @Test
    void foreignTextCannotReachTheTerminal() {
        Ran ran = lookup("txt", "evil.acme.example", "--lang=en");
        assertThat(ran.out()).doesNotContain("\u001b");
        assertThat(lookup("txt", "evil.acme.example", "--json").out())
                .doesNotContain("\u001b", "\u009b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frob acme.example | there is no lookup 'frob'; one of: spf, dkim",
                "spf a..b | neither a domain nor an address",
                "spf 192.0.2.1 | needs a domain, not an address",
                "spf acme.example other.example | 'other.example' is more than one name",
                "spf nosuch.acme.example | nosuch.acme.example does not exist (NXDOMAIN)",
                "spf acme.example --ip 300.1.1.1 | '300.1.1.1' is not an address",
                "blacklist acme.example --list a..b | 'a..b' is no blocklist",
            })
    void misuseIsToldInOneLine(String words, String expected) {
        Ran ran = lookup((words + " --lang=en").split(" "));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(expected);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aServerThatIsNoneIsTold() {
        assertThat(Ran.of("lookup", "mx", "x.example", "@300.1.1.1", "--lang=en").err())
                .contains("'@300.1.1.1' is no server to ask");
        Ran silent = Ran.of("lookup", "mx", "x.example", "@127.0.0.1#1", "--dns-only", "--lang=en");
        assertThat(silent.status()).isEqualTo(2);
        assertThat(silent.err()).contains("no answer about x.example").contains("ask another");
    }

    @Test
    void aZoneFileWithAnErrorIsTold() throws IOException {
        Files.writeString(zone, "$ORIGIN acme.example.\n@ IN MX ten mx\n");
        Ran ran = lookup("mx", "acme.example", "--lang=en");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(":2:");
    }
}
