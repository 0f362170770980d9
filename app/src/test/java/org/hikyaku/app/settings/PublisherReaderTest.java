package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.ZonePublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublisherReaderTest {

    private static PublisherSettings read(String lines) throws SettingsException {
        return all(lines).usual();
    }

    private static ZonePublishers all(String lines) throws SettingsException {
        String text = "hostname = \"mail.example.com\"\n" + lines.replace(';', '\n');
        return SettingsReader.parse(Path.of("/data/hikyaku.toml"), text).dns().publishers();
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
                                "/etc/bind/db.{zone}",
                                List.of("rndc", "reload", "{zone}"),
                                null,
                                usual));
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

    @Test
    void aZoneWithATableOfItsOwnHasItsOwnWay() throws SettingsException {
        ZonePublishers all =
                all(
                        "[dns.publisher];kind=\"zone-file\";file=\"/z/{zone}\";"
                                + "[[zones]];name=\"example.org\";publisher=\"update\";key-file=\"k\";"
                                + "[[zones]];name=\"example.net\";publisher=\"by-hand\"");
        assertThat(all.of(DomainName.of("example.com")))
                .isInstanceOf(PublisherSettings.ZoneFile.class);
        assertThat(all.of(DomainName.of("example.org")))
                .isEqualTo(
                        new PublisherSettings.Update(
                                null, Path.of("/data/k"), Duration.ofSeconds(30)));
        assertThat(all.of(DomainName.of("example.net")))
                .isEqualTo(new PublisherSettings.Manual(ByHand.Style.ZONE));
        assertThat(all.primary(DomainName.of("example.org"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publisher=\"by-hand\"|:6: zones.name: is missing: it must be the name of a zone",
                "name=\"a..b\"|:7: zones.name: \"a..b\" is not allowed",
                "name=\"b.example\"|:6: zones.publisher: is missing: it must be \"by-hand\"",
                "name=\"b.example\";publisher=\"magic\"|:8: zones.publisher: \"magic\" is not allowed",
                "name=\"b.example\";publisher=\"update\"|\"update\" needs zones.key-file as well",
                "name=\"a.example\";publisher=\"by-hand\"|:7: zones.name: a.example has a table already",
                "name=\"b.example\";publisher=\"by-hand\";kin=\"x\"|:9: zones.kin: there is no such setting",
            })
    void whatIsWrongInATableOfAZoneIsToldWithItsLine(String lines, String said) {
        String first = "[ops];[[zones]];name=\"a.example\";publisher=\"by-hand\";[[zones]];";
        assertThatThrownBy(() -> all(first + lines))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"zones=5", "zones=[1]", "[zones]"})
    void zonesAreTables(String line) {
        assertThatThrownBy(() -> all(line))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("zones: must be tables, each written [[zones]]");
    }
}
