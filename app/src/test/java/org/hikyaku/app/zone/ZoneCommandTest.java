package org.hikyaku.app.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.app.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZoneCommandTest {

    private static final String ZONE =
            """
            $TTL 3600
            @   IN SOA ns hostmaster ( 1 ; serial
                    3600 600 1209600 300 )
                IN NS  ns
                IN TXT "v=spf1 -all" ; nobody
                IN TXT "token=1"
            ns  IN A   192.0.2.1
            """;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("zone"), ZONE);
    }

    private Ran run(String command, String... words) {
        List<String> all =
                new ArrayList<>(List.of("zone", command, file.toString(), "example.com"));
        all.addAll(List.of(words));
        if (!all.contains("--lang=ja")) {
            all.add("--lang=en");
        }
        return Ran.of(all.toArray(String[]::new));
    }

    @Test
    void aGoodZoneIsGood() {
        Ran ran = run("check");
        assertThat(ran.out()).isEqualTo("example.com: 5 records; a name server loads this zone\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceAndItsFix() throws IOException {
        Files.writeString(file, ZONE + "@ MX 10 mail.example.com\nx A 1.2.3\n");
        Ran ran = run("check");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("zone:9:5: error: read '1.2.3'; expected an IPv4 address")
                .contains("zone:8:1: warning: the MX record names mail.example.com.example.com.")
                .contains("→ write mail.example.com. with the dot at its end")
                .contains("does NOT load");
        assertThat(run("check", "--lang=ja").out()).contains("エラー").contains("IPv4 アドレス");
        Ran json = run("check", "--json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.json().get("loads").asBoolean()).isFalse();
        assertThat(json.json().get("findings").get(0).get("line").asInt()).isEqualTo(9);
    }

    @Test
    void aFileThatCannotBeReadIsTwo() {
        Ran ran = Ran.of("zone", "check", folder + "/none", "example.com", "--lang=en");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no such file").hasLineCount(1);
    }

    @Test
    void aRecordIsAddedSetAndRemoved() throws IOException {
        assertThat(run("add", "www", "a", "192.0.2.80").status()).isZero();
        assertThat(Files.readString(file)).endsWith("www IN A   192.0.2.80\n");
        assertThat(run("set", "www", "A", "192.0.2.81", "--ttl", "60").status()).isZero();
        assertThat(Files.readString(file)).endsWith("www 60 IN A   192.0.2.81\n");
        Ran removed = run("remove", "www", "A");
        assertThat(removed.out()).contains("-www 60 IN A   192.0.2.81").contains("rndc reload");
        assertThat(Files.readString(file)).isEqualTo(ZONE.replace("( 1 ;", "( 4 ;"));
    }

    @Test
    void setReplacesTheTextOfItsKindAlone() throws IOException {
        Ran ran = run("set", "@", "TXT", "v=spf1 mx -all");
        assertThat(ran.status()).isZero();
        assertThat(Files.readString(file))
                .isEqualTo(ZONE.replace("( 1 ;", "( 2 ;").replace("v=spf1 -all", "v=spf1 mx -all"));
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(texts("ZoneMessages_ja")).isEqualTo(texts("ZoneMessages"));
    }

    private static java.util.Set<String> texts(String bundle) throws IOException {
        java.util.Properties texts = new java.util.Properties();
        try (var in = ZoneCommand.class.getResourceAsStream(bundle + ".properties")) {
            texts.load(in);
        }
        return texts.stringPropertyNames();
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Ran ran = run("add", "x.example.com.", "TXT", "a text; of one", "--dry-run");
        assertThat(ran.out())
                .contains("+x   IN TXT \"a text; of one\"")
                .contains("nothing was written");
        assertThat(Files.readString(file)).isEqualTo(ZONE);
        Ran json = run("add", "x", "TXT", "y", "--dry-run", "--json");
        assertThat(json.json().get("written").asBoolean()).isFalse();
        assertThat(json.json().get("diff").size()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add www FOO bar | 'FOO' is not a record type",
                "add www A 1.2.3 | '1.2.3' is not the data of a A record: read '1.2.3'; expected",
                "add www.example.net. A 192.0.2.1 | www.example.net. is not in the zone",
                "add ns A 192.0.2.1 | the record is there already: ns.example.com. A 192.0.2.1",
                "add ns CNAME www | names ns.example.com., which is an alias (CNAME)",
                "remove www A | there is no record www.example.com. A",
                "remove @ TXT | example.com. TXT has 2 records: say which one",
                "remove @ TXT other | there is no such record",
                "add a..b A 192.0.2.1 | expected a domain name",
                "add www A 192.0.2.1 --ttl -5 | -5",
                "add www A 192.0.2.1 --ttl 99999999999 | is no time to live",
            })
    void wrongInputIsOneLineAndNothingIsWritten(String words, String told) throws IOException {
        String[] split = words.split(" ");
        Ran ran = run(split[0], java.util.Arrays.copyOfRange(split, 1, split.length));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(told).hasLineCount(1);
        assertThat(Files.readString(file)).isEqualTo(ZONE);
    }
}
