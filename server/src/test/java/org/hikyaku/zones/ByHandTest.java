package org.hikyaku.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

final class ByHandTest {

    private static final DomainName ZONE = DomainName.of("example.com");

    private static final List<RecordChange> CHANGES =
            List.of(
                    new RecordChange.Replace(
                            OwnedRecord.of(ZONE, new DnsRecord.Txt("v=spf1 -all")),
                            OwnedRecord.of(ZONE, new DnsRecord.Txt("v=spf1 mx -all"))),
                    new RecordChange.Add(
                            new OwnedRecord(
                                    DomainName.of("s._domainkey.example.com"),
                                    new DnsRecord.Txt("p=" + "A".repeat(298)),
                                    Duration.ofMinutes(5))),
                    new RecordChange.Remove(
                            OwnedRecord.of(
                                    DomainName.of("mail.other.example"),
                                    new DnsRecord.Mx(10, DomainName.of("mx.example.com")))));

    private static String told(ByHand.Style style) {
        Published published = new ByHand(style, Duration.ofHours(1)).publish(ZONE, CHANGES);
        assertThat(published.isByHand()).isTrue();
        assertThat(published.byHand()).isEqualTo(CHANGES);
        return published.instructions();
    }

    @Test
    void asLinesOfAZoneFile() {
        assertThat(told(ByHand.Style.ZONE))
                .isEqualTo(
                        """
                        - @ 3600 IN TXT "v=spf1 -all"
                        + @ 3600 IN TXT "v=spf1 mx -all"
                        + s._domainkey 300 IN TXT (
                        +     "p=%s"
                        +     "%s" )
                        - mail.other.example. 3600 IN MX 10 mx.example.com.
                        """
                                .formatted("A".repeat(198), "A".repeat(100)));
    }

    @Test
    void oneRecordEachLine() {
        assertThat(told(ByHand.Style.LINES).lines())
                .hasSize(4)
                .contains(
                        "+ s._domainkey.example.com. 300 IN TXT \"p="
                                + "A".repeat(253)
                                + "\" \""
                                + "A".repeat(45)
                                + "\"");
    }

    @Test
    void asFieldsOfAForm() {
        assertThat(told(ByHand.Style.FORM))
                .contains(
                        """
                        + name:  s._domainkey
                        + type:  TXT
                        + TTL:   300
                        + value: p=%s
                        """
                                .formatted("A".repeat(298)));
        assertThat(told(ByHand.Style.FORM_QUOTED))
                .contains("+ value: \"p=" + "A".repeat(253) + "\" \"" + "A".repeat(45) + "\"\n");
    }
}
