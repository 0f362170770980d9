package org.hikyaku.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

final class ZoneTextTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");

    private static String zone(String host, List<String> addresses, Map<String, String> keys) {
        DomainName name = DomainName.of(host);
        List<InetAddress> parsed = addresses.stream().map(InetAddress::ofLiteral).toList();
        MailZone zone = new MailZone(DOMAIN, name, parsed, keys, MailZone.Existing.NOTHING);
        return ZoneText.zoneFile(DOMAIN, name, 2026112401, zone.records());
    }

    @Test
    void holdsAllThatAMailDomainNeeds() {
        assertThat(zone("mail.example.com", List.of("192.0.2.25"), Map.of("s1", "v=DKIM1; p=abc")))
                .contains(
                        "$ORIGIN example.com.\n",
                        "@ IN NS mail.example.com.\n",
                        "mail IN A 192.0.2.25\n",
                        "@ IN MX 10 mail.example.com.\n",
                        "@ IN TXT \"v=spf1 mx ip4:192.0.2.25 -all\"\n",
                        "mail IN TXT \"v=spf1 a -all\"\n",
                        "s1._domainkey IN TXT \"v=DKIM1; p=abc\"\n",
                        "_dmarc IN TXT \"v=DMARC1; p=none; rua=mailto:postmaster@example.com\"\n");
    }

    @Test
    void longTextIsCutIntoStringsThatGiveItBack() {
        String key = "v=DKIM1; k=rsa; p=" + "A1b2".repeat(180);
        String file = zone("mail.example.com", List.of("192.0.2.25"), Map.of("s1", key));
        String record = file.substring(file.indexOf("s1._domainkey"), file.indexOf("; DMARC"));
        List<String> strings =
                java.util.regex.Pattern.compile("\"([^\"]*)\"")
                        .matcher(record)
                        .results()
                        .map(m -> m.group(1))
                        .toList();
        assertThat(strings).hasSizeGreaterThan(1).allMatch(s -> s.length() <= 255);
        assertThat(String.join("", strings)).isEqualTo(key);
    }

    @Test
    void aHostWithoutAddressIsNoNameServer() {
        assertThat(zone("mail.example.com", List.of(), Map.of()))
                .contains("@ IN NS ns.invalid.\n", "@ IN TXT \"v=spf1 mx -all\"\n")
                .doesNotContain("IN NS mail");
    }

    @Test
    void recordsOfAnotherZoneAreComments() {
        assertThat(zone("mx.other.example", List.of("192.0.2.25"), Map.of()))
                .contains(
                        "; in the zone of the host: mx.other.example. IN A 192.0.2.25\n",
                        "@ IN MX 10 mx.other.example.\n");
    }

    @Test
    void theReverseNamesAreToldButNotOfTheZone() {
        assertThat(zone("mail.example.com", List.of("192.0.2.25", "2001:db8::25"), Map.of()))
                .contains("; 25.2.0.192.in-addr.arpa. IN PTR mail.example.com.\n")
                .contains("8.b.d.0.1.0.0.2.ip6.arpa. IN PTR mail.example.com.\n");
        assertThat(zone("mail.example.com", List.of(), Map.of())).doesNotContain("PTR");
    }

    @Test
    void theTableKeepsTo80Columns() {
        MailZone zone =
                new MailZone(
                        DOMAIN,
                        DomainName.of("mail.example.com"),
                        List.of(InetAddress.ofLiteral("192.0.2.25")),
                        Map.of("s1", "v=DKIM1; k=rsa; p=" + "A1b2".repeat(180)),
                        MailZone.Existing.NOTHING);
        String table = ZoneText.table(zone.records());
        assertThat(table.lines()).allMatch(l -> l.length() <= 80);
        assertThat(table).contains("s1._domainkey.example.com").doesNotContain("\"");
    }
}
