package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublisherReaderTest {

    private static PublisherSettings read(String lines) throws SettingsException {
        String text = "hostname = \"mail.example.com\"\n" + lines.replace(';', '\n');
        return SettingsReader.parse(Path.of("/data/hikyaku.toml"), text).dns().publisher();
    }

    @Test
    void withoutATableItIsByHand() throws SettingsException {
        assertThat(read("")).isEqualTo(new PublisherSettings.Manual(ByHand.Style.ZONE));
        assertThat(read("[dns.publisher];style = \"form-quoted\""))
                .isEqualTo(new PublisherSettings.Manual(ByHand.Style.FORM_QUOTED));
    }

    @Test
    void eachKindHasItsOwnSettings() throws SettingsException {
        Duration usual = Duration.ofSeconds(30);
        assertThat(read("[dns.publisher];kind=\"zone-file\";file=\"/etc/bind/db.{zone}\""))
                .isEqualTo(
                        new PublisherSettings.ZoneFile(
                                "/etc/bind/db.{zone}", List.of("rndc", "reload", "{zone}"), usual));
        assertThat(
                        read(
                                "[dns];servers=[];[dns.publisher];kind=\"update\";server=\"192.0.2.53\";key-file=\"t.key\";timeout=\"5s\""))
                .isEqualTo(
                        new PublisherSettings.Update(
                                new InetSocketAddress("192.0.2.53", 53),
                                Path.of("/data/t.key"),
                                Duration.ofSeconds(5)));
        assertThat(read("[dns.publisher];kind=\"powerdns\";key-file=\"/etc/api.key\""))
                .isEqualTo(
                        new PublisherSettings.PowerDns(
                                URI.create("http://127.0.0.1:8081"),
                                "localhost",
                                Path.of("/etc/api.key"),
                                usual));
        assertThat(read("[dns];publisher.kind=\"command\";publisher.command=[\"/bin/p\", \"-x\"]"))
                .isEqualTo(new PublisherSettings.Command(List.of("/bin/p", "-x"), usual));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=\"magic\"|dns.publisher.kind: \"magic\" is not allowed",
                "kind=\"update\"|\"update\" needs dns.publisher.key-file as well",
                "kind=\"zone-file\"|\"zone-file\" needs dns.publisher.file as well",
                "kind=\"command\"|\"command\" needs dns.publisher.command as well",
                "url=\"http://192.0.2.1:8081\"|without TLS on loopback only",
                "url=\"http://user:pw@127.0.0.1:8081\"|is not allowed",
                "server-id=\"../x\"|is not allowed",
                "kin=\"update\"|there is no such setting",
                "timeout=\"1h\"|is not allowed"
            })
    void whatIsWrongIsToldWithItsLine(String line, String said) {
        assertThatThrownBy(() -> read("[dns.publisher];" + line))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("hikyaku.toml:3:")
                .hasMessageContaining(said);
    }

    @Test
    void aTextInPlaceOfTheTableIsTold() {
        assertThatThrownBy(() -> read("[dns];publisher=\"update\""))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("dns.publisher: must be a table");
    }
}
