package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy.Decision;
import org.hikyaku.dmarc.DmarcPolicy.Disposition;
import org.hikyaku.dmarc.DmarcPolicy.Evidence;
import org.hikyaku.dmarc.DmarcPolicy.Local;
import org.hikyaku.dmarc.DmarcPolicy.OverrideType;
import org.hikyaku.dmarc.DmarcPolicy.Settings;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DmarcPolicyTest {

    private static final Local EVIDENCE = Local.of(Set.of(Evidence.SPF_FAIL));

    private static DmarcVerdict verdict(String record, SpfResult.Code spf) {
        return new DmarcVerifier(
                        FakeResolver.of("_dmarc.example.com TXT " + record), DmarcMode.RFC9989)
                .evaluate(
                        new DmarcVerifier.Input(
                                List.of(DomainName.of("example.com")),
                                1,
                                Results.spf(spf, "example.com"),
                                List.of()));
    }

    private static void expect(
            Decision decision, Disposition disposition, @Nullable OverrideType type) {
        assertThat(decision.disposition()).isEqualTo(disposition);
        assertThat(decision.override() == null ? null : decision.override().type()).isEqualTo(type);
    }

    private static Decision decide(String record, Local local, Settings settings) {
        return DmarcPolicy.decide(verdict(record, SpfResult.Code.FAIL), local, settings);
    }

    @Test
    void whatPassesIsLeftAlone() {
        DmarcVerdict pass = verdict("v=DMARC1; p=reject", SpfResult.Code.PASS);
        expect(DmarcPolicy.decide(pass, EVIDENCE, Settings.DEFAULT), Disposition.NONE, null);
    }

    @Test
    void noneChangesNothing() {
        expect(decide("v=DMARC1; p=none", EVIDENCE, Settings.DEFAULT), Disposition.NONE, null);
    }

    @Test
    void rejectAloneIsNotEnough() {
        expect(
                decide("v=DMARC1; p=reject", Local.NOTHING, Settings.DEFAULT),
                Disposition.QUARANTINE,
                OverrideType.LOCAL_POLICY);
        expect(decide("v=DMARC1; p=reject", EVIDENCE, Settings.DEFAULT), Disposition.REJECT, null);
        expect(
                decide("v=DMARC1; p=reject", Local.NOTHING, Settings.RFC7489),
                Disposition.REJECT,
                null);
    }

    @Test
    void quarantineIsQuarantine() {
        expect(
                decide("v=DMARC1; p=quarantine", Local.NOTHING, Settings.DEFAULT),
                Disposition.QUARANTINE,
                null);
    }

    @Test
    void aTestingOwnerGetsOneLevelLess() {
        expect(
                decide("v=DMARC1; p=reject; t=y", EVIDENCE, Settings.DEFAULT),
                Disposition.QUARANTINE,
                OverrideType.POLICY_TEST_MODE);
        expect(
                decide("v=DMARC1; p=quarantine; t=y", EVIDENCE, Settings.DEFAULT),
                Disposition.NONE,
                OverrideType.POLICY_TEST_MODE);
    }

    @Test
    void percentCountsOnlyInTheOlderRules() {
        Local drawn = new Local(false, false, false, 30, Set.of(Evidence.SPF_FAIL));
        expect(
                decide("v=DMARC1; p=reject; pct=30", drawn, Settings.DEFAULT),
                Disposition.REJECT,
                null);
        expect(
                decide("v=DMARC1; p=reject; pct=30", drawn, Settings.RFC7489),
                Disposition.QUARANTINE,
                OverrideType.SAMPLED_OUT);
        expect(
                decide("v=DMARC1; p=reject; pct=31", drawn, Settings.RFC7489),
                Disposition.REJECT,
                null);
    }

    @Test
    void localKnowledgeGoesFirst() {
        Set<Evidence> evidence = Set.of(Evidence.SPF_FAIL);
        String reject = "v=DMARC1; p=reject";
        expect(
                decide(reject, new Local(true, false, false, 0, evidence), Settings.DEFAULT),
                Disposition.NONE,
                OverrideType.TRUSTED_FORWARDER);
        expect(
                decide(reject, new Local(false, true, false, 0, evidence), Settings.DEFAULT),
                Disposition.NONE,
                OverrideType.MAILING_LIST);
        expect(
                decide(reject, new Local(false, false, true, 0, evidence), Settings.DEFAULT),
                Disposition.NONE,
                OverrideType.LOCAL_POLICY);
        expect(
                decide(reject, EVIDENCE, new Settings(false, true, false)),
                Disposition.NONE,
                OverrideType.LOCAL_POLICY);
    }

    @Test
    void evidenceIsInTheResults() {
        DmarcVerdict verdict = verdict("v=DMARC1; p=reject", SpfResult.Code.FAIL);
        SpfResult fail = Results.spf(SpfResult.Code.FAIL, "example.com");
        SpfResult soft = Results.spf(SpfResult.Code.SOFTFAIL, "example.com");
        DkimResult broken = Results.dkim(DkimResult.Code.FAIL, "example.com");
        DkimResult foreign = Results.dkim(DkimResult.Code.PASS, "list.example.net");
        assertThat(DmarcPolicy.evidence(verdict, fail, List.of(broken)))
                .containsExactly(Evidence.SPF_FAIL);
        assertThat(DmarcPolicy.evidence(verdict, soft, List.of(broken))).isEmpty();
        assertThat(DmarcPolicy.evidence(verdict, soft, List.of(foreign)))
                .containsExactly(Evidence.NO_AUTHOR_SIGNATURE);
    }
}
