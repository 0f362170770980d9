package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZoneFilesTest {

    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 900
            @ IN SOA ns hostmaster 1 2 3 4 60
            @ NS ns.other.example.
            @ TXT "v=spf1 " "-all"
            @ MX 10 mx
            mx A 192.0.2.1
            *.wild A 192.0.2.2
            there.wild TXT "here"
            in CNAME mx
            out CNAME host.example.org.
            loop CNAME loop
            sub NS ns.sub
            ns.sub A 192.0.2.3
            """;

    private static final FakeResolver OUTSIDE =
            FakeResolver.of("host.example.org A 198.51.100.1", "a.sub.example.com A 198.51.100.2");

    @TempDir private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ZoneResolver zones(String... texts) throws IOException {
        var files = new java.util.ArrayList<Path>();
        for (String text : texts) {
            files.add(file("zone" + files.size(), text));
        }
        return ZoneFiles.over(OUTSIDE, files);
    }

    private static List<String> ask(ZoneResolver zones, String name, RecordType type) {
        return zones.query(DomainName.of(name), type).records(DnsRecord.class).stream()
                .map(DnsRecord::text)
                .toList();
    }

    @Test
    void answersAsTheAuthorityWould() throws IOException {
        ZoneResolver zones = zones(ZONE);

        assertThat(zones.apexes()).containsExactly(DomainName.of("example.com"));
        assertThat(ask(zones, "example.com", RecordType.TXT)).containsExactly("\"v=spf1 -all\"");
        assertThat(ask(zones, "mx.example.com", RecordType.A)).containsExactly("192.0.2.1");
        assertThat(ask(zones, "in.example.com", RecordType.A)).containsExactly("192.0.2.1");
        assertThat(zones.query(DomainName.of("mx.example.com"), RecordType.MX))
                .isEqualTo(new Answer.NoRecord(true, false, 60));
        assertThat(zones.query(DomainName.of("no.example.com"), RecordType.MX))
                .isEqualTo(new Answer.NoRecord(false, false, 60));
        assertThat(zones.query(DomainName.of("loop.example.com"), RecordType.A))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void wildcardsStandForNamesThatDoNotExist() throws IOException {
        ZoneResolver zones = zones(ZONE);

        assertThat(ask(zones, "x.y.wild.example.com", RecordType.A)).containsExactly("192.0.2.2");
        assertThat(ask(zones, "there.wild.example.com", RecordType.A)).isEmpty();
        assertThat(ask(zones, "x.there.wild.example.com", RecordType.A)).isEmpty();
        assertThat(ask(zones, "wild.example.com", RecordType.A)).isEmpty();
    }

    @Test
    void whatIsNotOfTheZonesIsAskedForOutside() throws IOException {
        ZoneResolver zones = zones(ZONE);

        assertThat(ask(zones, "host.example.org", RecordType.A)).containsExactly("198.51.100.1");
        assertThat(ask(zones, "out.example.com", RecordType.A)).containsExactly("198.51.100.1");
        assertThat(ask(zones, "a.sub.example.com", RecordType.A)).containsExactly("198.51.100.2");
    }

    @Test
    void severalFilesAndFilesWithoutSoa() throws IOException {
        ZoneResolver zones =
                zones(
                        ZONE,
                        "$ORIGIN example.org.\nfoo TXT x\n",
                        "_dmarc.example.net. TXT \"v=DMARC1; p=none\"\na._dmarc.example.net. TXT y\n");

        assertThat(zones.apexes())
                .containsExactlyInAnyOrder(
                        DomainName.of("example.com"),
                        DomainName.of("example.org"),
                        DomainName.of("_dmarc.example.net"));
        assertThat(ask(zones, "host.example.org", RecordType.A)).isEmpty();
        assertThat(ask(zones, "foo.example.org", RecordType.TXT)).containsExactly("\"x\"");
    }

    @Test
    void errorsNameFileAndLine() throws IOException {
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n@ 60 IN TX x\n"))
                .isInstanceOf(ZoneFiles.Unusable.class)
                .hasMessageContaining("zone0:2");
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n@ 60 IN MX x\n"))
                .hasMessageContaining("zone0:2");
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n$INCLUDE /etc/passwd\n"))
                .hasMessageContaining("zone0:2")
                .hasMessageContaining("$INCLUDE");
        assertThatThrownBy(() -> zones("foo 60 IN TXT x\n")).hasMessageContaining("zone0");
        assertThatThrownBy(() -> ZoneFiles.over(OUTSIDE, List.of(folder.resolve("none"))))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> ZoneFiles.over(OUTSIDE, List.of(folder)))
                .isInstanceOf(ZoneFiles.Unusable.class);
    }

    @Test
    void aFileOfAKnownZoneNeedsNoOrigin() throws IOException {
        Path file = folder.resolve("relative.zone");
        Files.writeString(file, "@ IN SOA ns root 1 2 3 4 5\n@ IN TXT \"v=spf1 -all\"\n");
        DomainName zone = DomainName.of("known.example");
        assertThat(
                        ZoneFiles.over(OUTSIDE, List.of(file), zone)
                                .query(zone, RecordType.TXT)
                                .records(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("v=spf1 -all"));
        assertThatThrownBy(() -> ZoneFiles.over(OUTSIDE, List.of(file)))
                .hasMessageContaining("write $ORIGIN");
    }
}
