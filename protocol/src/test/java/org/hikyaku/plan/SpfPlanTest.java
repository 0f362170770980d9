package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zone.Publishing;
import org.hikyaku.zone.Publishing.All;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the odd SPF records that domains have. */
final class SpfPlanTest {

    private static final List<InetAddress> OURS = List.of(InetAddress.ofLiteral("192.0.2.25"));
    private static final Publishing.Spf PLAIN = new Publishing.Spf(All.KEEP, List.of(), List.of());

    private static SpfPlan plan(String published, Publishing.Spf wishes) {
        List<String> records =
                Arrays.stream(published.split("&"))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
        return SpfPlan.of(records, wishes, OURS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // nothing there
                "'' | v=spf1 mx ip4:192.0.2.25 -all",
                // there already, in several forms
                "v=spf1 ip4:192.0.2.25 -all | v=spf1 ip4:192.0.2.25 -all",
                "v=spf1 +ip4:192.0.2.25 -all | v=spf1 +ip4:192.0.2.25 -all",
                "v=spf1 ip4:192.0.2.0/24 -all | v=spf1 ip4:192.0.2.0/24 -all",
                "v=spf1 -ip4:192.0.2.0/24 ip4:192.0.2.25 -all | v=spf1 -ip4:192.0.2.0/24 ip4:192.0.2.25 -all",
                "v=spf1 ~ip4:192.0.2.25 -all | v=spf1 ip4:192.0.2.25 ~ip4:192.0.2.25 -all",
                // after all nothing is read
                "v=spf1 -all ip4:192.0.2.25 | v=spf1 ip4:192.0.2.25 -all ip4:192.0.2.25",
                // foreign terms stay
                "v=spf1 include:_spf.google.com ip4:198.51.100.0/24 ~all"
                        + " | v=spf1 ip4:192.0.2.25 include:_spf.google.com ip4:198.51.100.0/24 ~all",
                "v=spf1 redirect=_spf.example.com | v=spf1 ip4:192.0.2.25 redirect=_spf.example.com",
                "V=SPF1 A MX ~ALL | v=spf1 ip4:192.0.2.25 A MX ~ALL",
                // two become one
                "v=spf1 a -all & v=spf1 include:x.example ~all"
                        + " | v=spf1 ip4:192.0.2.25 a include:x.example ~all",
                "v=spf1 ip4:192.0.2.25 -all & v=spf1 +IP4:192.0.2.25 mx -all"
                        + " | v=spf1 ip4:192.0.2.25 mx -all",
                "v=spf1 a -all & v=spf1 redirect=r.example"
                        + " | v=spf1 ip4:192.0.2.25 a include:r.example -all",
                "v=spf1 redirect=r.example & v=spf1 mx ?all"
                        + " | v=spf1 ip4:192.0.2.25 mx include:r.example ?all",
                "v=spf1 redirect=r.example & v=spf1 redirect=s.example"
                        + " | v=spf1 ip4:192.0.2.25 include:s.example redirect=r.example",
                "v=spf1 redirect=r.example & v=spf1 redirect=r.example"
                        + " | v=spf1 ip4:192.0.2.25 redirect=r.example",
                "v=spf1 exp=a.example -all & v=spf1 exp=b.example a -all"
                        + " | v=spf1 ip4:192.0.2.25 exp=a.example a -all",
                "v=spf1 a & v=spf1 mx & v=spf1 -all | v=spf1 ip4:192.0.2.25 a mx -all",
                // misspelt
                "v=spf1 ipv4:198.51.100.7 -all | v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 -all",
                "v=spf1 ip4=198.51.100.7 -all | v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 -all",
                "v=spf1 ip:198.51.100.7 -all | v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 -all",
                "v=spf1 ip4:2001:db8::1 -all | v=spf1 ip4:192.0.2.25 ip6:2001:db8::1 -all",
                "v=spf1 198.51.100.7 -all | v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 -all",
                "v=spf1 ip4:mx.example.net -all | v=spf1 ip4:192.0.2.25 a:mx.example.net -all",
                "v=spf1 include=x.example -all | v=spf1 ip4:192.0.2.25 include:x.example -all",
                "v=spf1 include: x.example -all | v=spf1 ip4:192.0.2.25 include:x.example -all",
                "v=spf1 include:https://x.example/ -all | v=spf1 ip4:192.0.2.25 include:x.example -all",
                "v=spf1 ip4: 198.51.100.7, mx, -all | v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 mx -all",
                "v=spf1;a;mx;-all | v=spf1 ip4:192.0.2.25 a mx -all",
                "v=spf1 a mx -all. | v=spf1 ip4:192.0.2.25 a mx -all"
            })
    void merged(String published, String expected) throws Exception {
        SpfPlan plan = plan(published, PLAIN);
        assertThat(plan.text()).isEqualTo(expected);
        assertThat(plan.readable()).isTrue();
        assertThat(SpfParser.parse(plan.text())).isNotNull();
        assertThat(plan(plan.text(), PLAIN).text()).as("a second time").isEqualTo(plan.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ip4:999.1.1.1 -all | ip4:999.1.1.1",
                "v=spf1 whatever -all | whatever",
                "v=spf1 a:%{z}.example -all | a:%{z}.example",
                "v=spf1 redirect=a.example redirect=b.example | redirect=a.example"
            })
    void whatIsBeyondRepairIsTold(String published, String term) {
        SpfPlan plan = plan(published, PLAIN);
        assertThat(plan.readable()).isFalse();
        assertThat(plan.why())
                .filteredOn(w -> w.reason() == Reason.SPF_MALFORMED)
                .anySatisfy(w -> assertThat(w.details().getFirst()).contains(term));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 a ?all | FAIL | v=spf1 ip4:192.0.2.25 a -all",
                "v=spf1 a +all | SOFTFAIL | v=spf1 ip4:192.0.2.25 a ~all",
                "v=spf1 a -all | SOFTFAIL | v=spf1 ip4:192.0.2.25 a -all",
                "v=spf1 a | FAIL | v=spf1 ip4:192.0.2.25 a -all",
                "v=spf1 redirect=r.example | FAIL | v=spf1 ip4:192.0.2.25 redirect=r.example",
                "v=spf1 a ~all | KEEP | v=spf1 ip4:192.0.2.25 a ~all"
            })
    void theEndBecomesStricterAndNeverMilder(String published, All all, String expected) {
        Publishing.Spf wishes = new Publishing.Spf(all, List.of(), List.of());
        assertThat(plan(published, wishes).text()).isEqualTo(expected);
    }

    @Test
    void termsAreAddedAndDroppedOnlyByName() {
        Publishing.Spf wishes =
                new Publishing.Spf(
                        All.FAIL, List.of("include:new.example"), List.of("include:OLD.example"));
        SpfPlan plan = plan("v=spf1 +include:old.example include:other.example ~all", wishes);
        assertThat(plan.text())
                .isEqualTo("v=spf1 ip4:192.0.2.25 include:other.example include:new.example -all");
        assertThat(plan.why())
                .extracting(Why::reason)
                .containsExactly(
                        Reason.SPF_DROPPED,
                        Reason.SPF_ADDED,
                        Reason.SPF_ADDED,
                        Reason.SPF_TIGHTENED);
    }

    @Test
    void aRecordThatLetsEverybodySendIsTold() {
        assertThat(plan("v=spf1 ip4:192.0.2.25 +all", PLAIN).why())
                .containsExactly(Why.of(Reason.SPF_OPEN, "+all"));
    }
}
