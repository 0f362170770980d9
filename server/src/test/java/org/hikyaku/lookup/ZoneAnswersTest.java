package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZoneAnswersTest {

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

    private ZoneResolver zones(String... texts) throws IOException, ZoneFileException {
        var files = new ArrayList<ZoneAnswers.Source>();
        for (String text : texts) {
            files.add(source(file("zone" + files.size(), text)));
        }
        return ZoneAnswers.over(OUTSIDE, files);
    }

    private static ZoneAnswers.Source source(Path file) {
        return new ZoneAnswers.Source(file, null);
    }

    private static List<String> ask(ZoneResolver zones, String name, RecordType type) {
        return zones.query(DomainName.of(name), type).records(DnsRecord.class).stream()
                .map(DnsRecord::text)
                .toList();
    }

    @Test
    void answersAsTheAuthorityWould() throws Exception {
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
    void wildcardsStandForNamesThatDoNotExist() throws Exception {
        ZoneResolver zones = zones(ZONE);

        assertThat(ask(zones, "x.y.wild.example.com", RecordType.A)).containsExactly("192.0.2.2");
        assertThat(ask(zones, "there.wild.example.com", RecordType.A)).isEmpty();
        assertThat(ask(zones, "x.there.wild.example.com", RecordType.A)).isEmpty();
        assertThat(ask(zones, "wild.example.com", RecordType.A)).isEmpty();
    }

    @Test
    void whatIsNotOfTheZonesIsAskedForOutside() throws Exception {
        ZoneResolver zones = zones(ZONE);

        assertThat(ask(zones, "host.example.org", RecordType.A)).containsExactly("198.51.100.1");
        assertThat(ask(zones, "out.example.com", RecordType.A)).containsExactly("198.51.100.1");
        assertThat(ask(zones, "a.sub.example.com", RecordType.A)).containsExactly("198.51.100.2");
    }

    @Test
    void severalFilesAndFilesWithoutSoa() throws Exception {
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
    void errorsNameFileAndLine() {
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n@ 60 IN TX x\n"))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("zone0:2:");
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n@ 60 IN MX x\n"))
                .hasMessageContaining("zone0:2:");
        assertThatThrownBy(() -> zones("$ORIGIN example.com.\n$INCLUDE none.zone\n"))
                .hasMessageContaining("zone0:2:")
                .hasMessageContaining("none.zone");
        assertThatThrownBy(() -> ZoneAnswers.over(OUTSIDE, List.of(source(folder.resolve("none")))))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> ZoneAnswers.over(OUTSIDE, List.of(source(folder))))
                .isInstanceOf(ZoneFileException.class);
    }

    @Test
    void includedFilesAreRead() throws Exception {
        file("more.zone", "www A 192.0.2.9\n");
        ZoneResolver zones = zones(ZONE + "$INCLUDE more.zone\n");
        assertThat(ask(zones, "www.example.com", RecordType.A)).containsExactly("192.0.2.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo 60 IN TXT x\n",
                "www.example.com. 60 IN CNAME host\n",
                "$TTL 60\n@ IN SOA ns root 1 2 3 4 5\n"
            })
    void aRelativeNameNeedsAnOrigin(String text) throws Exception {
        assertThatThrownBy(() -> zones(text))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("zone0:")
                .hasMessageContaining("relative");
        var named = new ZoneAnswers.Source(folder.resolve("zone0"), DomainName.of("known.example"));
        assertThat(ZoneAnswers.over(OUTSIDE, List.of(named)).apexes())
                .containsExactly(DomainName.of("known.example"));
    }

    /** As a name server does where its configuration names the zone. */
    @Test
    void theSoaRecordNamesTheZoneOfWhatIsRelative() throws Exception {
        ZoneResolver zones =
                zones("$TTL 60\nexample.com. IN SOA ns root 1 2 3 4 5\nwww IN A 192.0.2.7\n");
        assertThat(ask(zones, "www.example.com", RecordType.A)).containsExactly("192.0.2.7");
        assertThat(ask(zones, "example.com", RecordType.SOA))
                .containsExactly("ns.example.com. root.example.com. 1 2 3 4 5");
    }
}
