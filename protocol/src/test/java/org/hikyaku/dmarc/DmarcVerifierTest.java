package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict.Code;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dmarc.DmarcVerdict.Rule;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.api.Test;

final class DmarcVerifierTest {

    private static final SpfResult NO_SPF = Results.spf(SpfResult.Code.NONE, "other.example");

    private static DmarcVerdict evaluate(
            Resolver resolver, String author, SpfResult spf, DkimResult... dkim) {
        return new DmarcVerifier(resolver, DmarcMode.RFC9989)
                .evaluate(
                        new DmarcVerifier.Input(
                                List.of(DomainName.of(author)), 1, spf, List.of(dkim)));
    }

    private static DkimResult pass(String domain) {
        return Results.dkim(DkimResult.Code.PASS, domain);
    }

    @Test
    void relaxedAlignmentSharesTheOrganization() {
        Resolver zone = FakeResolver.of("_dmarc.example.com TXT v=DMARC1; p=reject");
        DmarcVerdict verdict = evaluate(zone, "news.example.com", NO_SPF, pass("mail.example.com"));
        assertThat(verdict.code()).isEqualTo(Code.PASS);
        assertThat(verdict.organizationalDomain()).isEqualTo(DomainName.of("example.com"));
        assertThat(verdict.policyDomain()).isEqualTo(DomainName.of("example.com"));
        assertThat(verdict.dkimAligned()).isTrue();
        assertThat(verdict.spfAligned()).isFalse();
        assertThat(verdict.steps()).contains("DKIM passes for mail.example.com, aligned");
    }

    @Test
    void strictAlignmentIsIdentity() {
        Resolver zone =
                FakeResolver.of("_dmarc.example.com TXT v=DMARC1; p=reject; adkim=s; aspf=s");
        SpfResult spf = Results.spf(SpfResult.Code.PASS, "mail.example.com");
        assertThat(evaluate(zone, "example.com", spf, pass("mail.example.com")).code())
                .isEqualTo(Code.FAIL);
        assertThat(evaluate(zone, "example.com", spf, pass("example.com")).code())
                .isEqualTo(Code.PASS);
    }

    @Test
    void whatDidNotPassIsNotAligned() {
        Resolver zone = FakeResolver.of("_dmarc.example.com TXT v=DMARC1; p=quarantine");
        for (SpfResult.Code code : SpfResult.Code.values()) {
            DmarcVerdict verdict = evaluate(zone, "example.com", Results.spf(code, "example.com"));
            assertThat(verdict.spfAligned()).as(code.text()).isEqualTo(code == SpfResult.Code.PASS);
        }
        for (DkimResult.Code code : DkimResult.Code.values()) {
            DmarcVerdict verdict =
                    evaluate(zone, "example.com", NO_SPF, Results.dkim(code, "example.com"));
            assertThat(verdict.dkimAligned())
                    .as(code.text())
                    .isEqualTo(code == DkimResult.Code.PASS);
        }
    }

    @Test
    void theRuleIsTold() {
        Resolver zone =
                FakeResolver.of(
                        "_dmarc.example.com TXT v=DMARC1; p=none; sp=quarantine; np=reject",
                        "there.example.com A 192.0.2.1");
        assertThat(evaluate(zone, "example.com", NO_SPF).rule()).isEqualTo(Rule.P);
        DmarcVerdict existing = evaluate(zone, "there.example.com", NO_SPF);
        assertThat(existing.rule()).isEqualTo(Rule.SP);
        assertThat(existing.policy()).isEqualTo(Policy.QUARANTINE);
        DmarcVerdict missing = evaluate(zone, "gone.example.com", NO_SPF);
        assertThat(missing.rule()).isEqualTo(Rule.NP);
        assertThat(missing.policy()).isEqualTo(Policy.REJECT);
        assertThat(evaluate(FakeResolver.of(), "example.com", NO_SPF).rule())
                .isEqualTo(Rule.NO_RECORD);
    }

    @Test
    void aPublicSuffixSeparatesItsCustomers() {
        Resolver zone =
                FakeResolver.of(
                        "_dmarc.bank.example TXT v=DMARC1; p=reject; psd=y",
                        "_dmarc.giant.bank.example TXT v=DMARC1; p=quarantine");
        DmarcVerdict verdict =
                evaluate(zone, "giant.bank.example", NO_SPF, pass("mail.mega.bank.example"));
        assertThat(verdict.code()).isEqualTo(Code.FAIL);
        assertThat(verdict.policy()).isEqualTo(Policy.QUARANTINE);
        DmarcVerdict inherited = evaluate(zone, "mega.bank.example", NO_SPF);
        assertThat(inherited.policyDomain()).isEqualTo(DomainName.of("bank.example"));
        assertThat(inherited.policy()).isEqualTo(Policy.REJECT);
    }

    @Test
    void aSubdomainThatSaysItIsItsOwnOrganizationIsNotAligned() {
        Resolver zone =
                FakeResolver.of(
                        "_dmarc.example.com TXT v=DMARC1; p=reject",
                        "_dmarc.tenant.example.com TXT v=DMARC1; p=none; psd=n");
        assertThat(evaluate(zone, "example.com", NO_SPF, pass("tenant.example.com")).code())
                .isEqualTo(Code.FAIL);
    }

    @Test
    void noAnswerIsNeitherPassNorFail() {
        assertThat(
                        evaluate(
                                        FakeResolver.of("_dmarc.example.com TXT !TIMEOUT"),
                                        "example.com",
                                        NO_SPF)
                                .code())
                .isEqualTo(Code.TEMPERROR);
        Resolver above =
                FakeResolver.of(
                        "_dmarc.example.com TXT !SERVER", "_dmarc.com TXT v=DMARC1; p=none; psd=y");
        assertThat(evaluate(above, "sub.example.com", NO_SPF).code()).isEqualTo(Code.TEMPERROR);
        Resolver existence =
                FakeResolver.of(
                        "_dmarc.example.com TXT v=DMARC1; p=none; np=reject",
                        "sub.example.com A !TIMEOUT");
        assertThat(evaluate(existence, "sub.example.com", NO_SPF).code()).isEqualTo(Code.TEMPERROR);
    }

    @Test
    void aFailureThatDoesNotMatterIsNoFailure() {
        Resolver zone =
                FakeResolver.of(
                        "_dmarc.example.com TXT v=DMARC1; p=reject", "_dmarc.com TXT !TIMEOUT");
        assertThat(evaluate(zone, "example.com", NO_SPF, pass("example.com")).code())
                .isEqualTo(Code.PASS);
        assertThat(evaluate(zone, "example.com", NO_SPF).code()).isEqualTo(Code.FAIL);
        assertThat(evaluate(zone, "example.com", NO_SPF, pass("mail.example.com")).code())
                .isEqualTo(Code.TEMPERROR);
    }

    @Test
    void withoutOneAuthorThereIsNothingToEvaluate() {
        DmarcVerifier verifier =
                new DmarcVerifier(
                        FakeResolver.of("_dmarc.a.example TXT v=DMARC1; p=reject"),
                        DmarcMode.RFC9989);
        DomainName author = DomainName.of("a.example");
        assertThat(
                        verifier.evaluate(new DmarcVerifier.Input(List.of(), 0, NO_SPF, List.of()))
                                .code())
                .isEqualTo(Code.PERMERROR);
        assertThat(
                        verifier.evaluate(
                                        new DmarcVerifier.Input(
                                                List.of(author), 2, NO_SPF, List.of()))
                                .code())
                .isEqualTo(Code.PERMERROR);
    }

    @Test
    void ofSeveralAuthorsTheStrictestFailureCounts() {
        Resolver zone =
                FakeResolver.of(
                        "_dmarc.a.example TXT v=DMARC1; p=none",
                        "_dmarc.b.example TXT v=DMARC1; p=reject");
        List<DomainName> authors = List.of(DomainName.of("a.example"), DomainName.of("b.example"));
        DmarcVerdict verdict =
                new DmarcVerifier(zone, DmarcMode.RFC9989)
                        .evaluate(
                                new DmarcVerifier.Input(
                                        authors, 1, NO_SPF, List.of(pass("a.example"))));
        assertThat(verdict.code()).isEqualTo(Code.FAIL);
        assertThat(verdict.authorDomain()).isEqualTo(DomainName.of("b.example"));
        assertThat(verdict.policy()).isEqualTo(Policy.REJECT);
    }

    @Test
    void rfc7489KnowsNeitherNpNorTheTree() {
        Resolver zone =
                FakeResolver.of("_dmarc.example.co.uk TXT v=DMARC1; p=reject; sp=none; np=reject");
        DmarcVerifier verifier = new DmarcVerifier(zone, domain -> domain.lastLabels(3));
        DmarcVerdict verdict =
                verifier.evaluate(
                        new DmarcVerifier.Input(
                                List.of(DomainName.of("gone.x.example.co.uk")),
                                1,
                                NO_SPF,
                                List.of()));
        assertThat(verdict.policy()).isEqualTo(Policy.NONE);
        assertThat(verdict.rule()).isEqualTo(Rule.SP);
        assertThat(verdict.organizationalDomain()).isEqualTo(DomainName.of("example.co.uk"));
    }

    @Test
    void aHostileMessageCausesFewQueries() {
        List<DomainName> asked = new ArrayList<>();
        FakeResolver zone = FakeResolver.of("_dmarc.evil.example TXT v=DMARC1; p=none; np=reject");
        Resolver counting =
                (name, type) -> {
                    asked.add(name);
                    return zone.query(name, type);
                };
        List<DkimResult> dkim = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            dkim.add(pass("a.b.c.d.e.f.g.h.i.j.k.l.m" + i + ".evil.example"));
            dkim.add(pass("a.b.c.d.e.f.g.h.i.j.k.l.m" + i + ".elsewhere.example"));
        }
        List<DomainName> authors =
                List.of(
                        DomainName.of("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.evil.example"),
                        DomainName.of("z.b.c.d.e.f.g.h.i.j.k.l.m.n.o.evil.example"),
                        DomainName.of("y.b.c.d.e.f.g.h.i.j.k.l.m.n.o.evil.example"),
                        DomainName.of("x.b.c.d.e.f.g.h.i.j.k.l.m.n.o.evil.example"));
        new DmarcVerifier(counting, DmarcMode.RFC9989)
                .evaluate(
                        new DmarcVerifier.Input(
                                authors,
                                1,
                                Results.spf(SpfResult.Code.PASS, "q.w.e.r.t.y.u.evil.example"),
                                dkim));
        assertThat(asked.size()).isLessThanOrEqualTo(4 * 8 + 4 + 8 * 8 + 8);
    }
}
