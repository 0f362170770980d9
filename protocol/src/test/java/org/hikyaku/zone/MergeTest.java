package org.hikyaku.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.hikyaku.name.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are there get something added and lose nothing. */
final class MergeTest {

    private static final List<InetAddress> OURS = List.of(InetAddress.ofLiteral("192.0.2.25"));
    private static final MailAddress REPORTS = MailAddress.of("postmaster@example.com");

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all, v=spf1 ip4:192.0.2.25 -all",
        "v=spf1 ~all, v=spf1 ip4:192.0.2.25 ~all",
        "V=SPF1 include:_spf.google.com ~all, v=spf1 ip4:192.0.2.25 include:_spf.google.com ~all",
        "v=spf1 redirect=_spf.example.net, v=spf1 ip4:192.0.2.25 redirect=_spf.example.net",
        "v=spf1  ip4:192.0.2.25  -all, v=spf1 ip4:192.0.2.25 -all",
        "v=spf1 +ip4:192.0.2.25 -all, v=spf1 +ip4:192.0.2.25 -all",
        "v=spf1, v=spf1 ip4:192.0.2.25",
        "v=spf1 exp=why.example.net mx ?all, v=spf1 ip4:192.0.2.25 exp=why.example.net mx ?all"
    })
    void spf(String existing, String merged) throws Exception {
        assertThat(SpfMerge.merge(existing, OURS)).isEqualTo(merged);
        assertThat(SpfMerge.merge(merged, OURS)).as("a second time").isEqualTo(merged);
    }

    @Test
    void aNewSpfRecordNamesTheAddresses() {
        assertThat(
                        SpfMerge.merge(
                                null,
                                List.of(
                                        InetAddress.ofLiteral("192.0.2.25"),
                                        InetAddress.ofLiteral("2001:db8::25"))))
                .isEqualTo("v=spf1 mx ip4:192.0.2.25 ip6:2001:db8:0:0:0:0:0:25 -all");
        assertThat(SpfMerge.merge(null, List.of())).isEqualTo("v=spf1 mx -all");
        assertThat(SpfMerge.merge("v=spf1 -all", List.of())).isEqualTo("v=spf1 mx -all");
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all, 0",
        "v=spf1 a mx ptr exists:%{i}.example.net include:a.example ?all, 5",
        "v=spf1 A/24 -MX:x.example ip4:192.0.2.1 redirect=r.example, 3",
        "v=spf1 all exp=x.example aaa:y, 0"
    })
    void termsThatLookUpAreCounted(String record, int lookups) {
        assertThat(SpfMerge.lookups(record)).isEqualTo(lookups);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; p=reject | v=DMARC1; p=reject; rua=mailto:postmaster@example.com",
                "v=DMARC1;p=none;rua=mailto:x@other.example;"
                        + " | v=DMARC1; p=none; rua=mailto:x@other.example,mailto:postmaster@example.com",
                "v=DMARC1; p=quarantine; ruf=mailto:f@other.example; adkim=s"
                        + " | v=DMARC1; p=quarantine; ruf=mailto:f@other.example; adkim=s; rua=mailto:postmaster@example.com",
                "v=DMARC1; p=none; ruf=mailto:postmaster@example.com"
                        + " | v=DMARC1; p=none; ruf=mailto:postmaster@example.com; rua=mailto:postmaster@example.com",
                "v=DMARC1; p=none; rua=mailto:postmaster@example.com.other.example"
                        + " | v=DMARC1; p=none; rua=mailto:postmaster@example.com.other.example,mailto:postmaster@example.com",
                "v=DMARC1; p=none; RUA = mailto:postmaster@example.com!10m"
                        + " | v=DMARC1; p=none; RUA = mailto:postmaster@example.com!10m",
                "v=DMARC1; rua=; p=none | v=DMARC1; rua=mailto:postmaster@example.com; p=none",
                "v=DMARC1; p=none; rua=mailto:POSTMASTER@example.com"
                        + " | v=DMARC1; p=none; rua=mailto:POSTMASTER@example.com"
            })
    void dmarc(String existing, String merged) {
        assertThat(DmarcMerge.merge(existing, REPORTS)).isEqualTo(merged);
        assertThat(DmarcMerge.merge(merged, REPORTS)).as("a second time").isEqualTo(merged);
    }

    @Test
    void anAddressThatWouldBreakTheListIsEncoded() {
        assertThat(DmarcMerge.merge(null, MailAddress.of("\"a,b;c!d\"@example.com")))
                .isEqualTo("v=DMARC1; p=none; rua=mailto:%22a%2Cb%3Bc%21d%22@example.com");
    }

    @Test
    void aNewDmarcRecordOnlyWatches() {
        assertThat(DmarcMerge.merge(null, REPORTS))
                .isEqualTo("v=DMARC1; p=none; rua=mailto:postmaster@example.com");
    }
}
