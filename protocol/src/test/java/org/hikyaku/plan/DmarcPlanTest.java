package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.name.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the odd DMARC records that domains have. */
final class DmarcPlanTest {

    private static final List<MailAddress> REPORTS =
            List.of(MailAddress.of("postmaster@example.com"));
    private static final String URI = "mailto:postmaster@example.com";

    private static DmarcPlan plan(String published, Policy policy) {
        List<String> records =
                Arrays.stream(published.split("&"))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
        return DmarcPlan.of(records, policy, REPORTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // new: watches, whatever the settings ask for
                "'' | NONE | v=DMARC1; p=none; rua=URI",
                "'' | REJECT | v=DMARC1; p=none; rua=URI",
                // right as it is
                "v=DMARC1; p=none; rua=URI | NONE | v=DMARC1; p=none; rua=URI",
                "v=DMARC1;p=reject;rua=URI; | NONE | v=DMARC1;p=reject;rua=URI;",
                // a stronger policy stays, a weaker one is raised
                "v=DMARC1; p=reject; rua=URI | QUARANTINE | v=DMARC1; p=reject; rua=URI",
                "v=DMARC1; p=none; rua=URI | QUARANTINE | v=DMARC1; p=quarantine; rua=URI",
                "v=DMARC1; p=quarantine; rua=URI | REJECT | v=DMARC1; p=reject; rua=URI",
                "v=DMARC1; P=Reject; rua=URI | NONE | v=DMARC1; P=Reject; rua=URI",
                // others' reports stay
                "v=DMARC1; p=none; rua=mailto:x@other.example; ruf=mailto:f@other.example | NONE"
                        + " | v=DMARC1; p=none; rua=mailto:x@other.example,URI; ruf=mailto:f@other.example",
                // unknown tags stay
                "v=DMARC1; p=none; x-own=1; np=reject; rua=URI | NONE"
                        + " | v=DMARC1; p=none; x-own=1; np=reject; rua=URI",
                // two become one
                "v=DMARC1; p=none; rua=mailto:a@x.example & v=DMARC1; p=reject; rua=mailto:b@y.example | NONE"
                        + " | v=DMARC1; p=reject; rua=mailto:a@x.example,mailto:b@y.example,URI",
                // miswritten
                "v=dmarc1; p=reject; rua=URI | NONE | v=DMARC1; p=reject; rua=URI",
                "v=DMARC1 p=quarantine rua=URI | NONE | v=DMARC1; p=quarantine; rua=URI",
                "v=DMARC1, p=reject, rua=URI | NONE | v=DMARC1; p=reject; rua=URI",
                "v=DMARC1; p=quarentine; rua=URI | NONE | v=DMARC1; p=quarantine; rua=URI",
                "v=DMARC1; p=rejected; rua=URI | NONE | v=DMARC1; p=reject; rua=URI",
                "v=DMARC1; p:none; rua=URI | NONE | v=DMARC1; p=none; rua=URI",
                "v=DMARC1; p=none; rua=a@x.example | NONE | v=DMARC1; p=none; rua=mailto:a@x.example,URI",
                "v=DMARC1; rua=URI | NONE | v=DMARC1; p=none; rua=URI",
                "v=DMARC1; p=; rua=URI | NONE | v=DMARC1; p=none; rua=URI",
                "v=DMARC1; p=banana; rua=URI | NONE | v=DMARC1; p=none; rua=URI",
                "v=DMARC1 | NONE | v=DMARC1; p=none; rua=URI"
            })
    void merged(String published, Policy policy, String expected) throws Exception {
        DmarcPlan plan = plan(published.replace("URI", URI), policy);
        assertThat(plan.text()).isEqualTo(expected.replace("URI", URI));
        assertThat(DmarcParser.parse(plan.text()).p()).isNotNull();
        Policy again = published.isEmpty() ? Policy.NONE : policy;
        assertThat(plan(plan.text(), again).text()).as("a second time").isEqualTo(plan.text());
    }

    @Test
    void percentIsExplainedAndStays() {
        DmarcPlan plan =
                plan(
                        "v=DMARC1; p=quarantine; pct=100; rua=mailto:info@example," + URI,
                        Policy.NONE);
        assertThat(plan.text()).contains("pct=100", "mailto:info@example");
        assertThat(plan.why())
                .containsExactly(
                        Why.of(Reason.DMARC_STRONGER, "quarantine"),
                        Why.of(Reason.DMARC_PCT, "100"),
                        Why.of(Reason.DMARC_UNDELIVERABLE, "mailto:info@example"));
    }

    @Test
    void whatComesIntoForceForTheFirstTimeOnlyWatches() {
        DmarcPlan plan = DmarcPlan.moved("v=DMARC1; p=reject; rua=mailto:a@x.example", REPORTS);
        assertThat(plan.text()).isEqualTo("v=DMARC1; p=none; rua=mailto:a@x.example," + URI);
    }
}
