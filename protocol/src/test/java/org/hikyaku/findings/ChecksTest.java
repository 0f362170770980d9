package org.hikyaku.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each check over small zones: what it finds, and nothing else. Lines are parted by a semicolon.
 */
final class ChecksTest {

    private static final Subject X =
            Subject.of(DomainName.of("x.test"))
                    .withBlockLists(
                            List.of(DomainName.of("bl.test"), DomainName.of("spamhaus.org")));

    private static FakeResolver dns(String lines) {
        return FakeResolver.of(
                Stream.of(lines.split("@@"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toArray(String[]::new));
    }

    private static void finds(Area area, Subject subject, String lines, String codes) {
        List<String> expected = new ArrayList<>();
        for (String code : codes.strip().split("\\s+")) {
            expected.add(code);
        }
        assertThat(Answered.codes(area, subject, dns(lines), Map.of()))
                .as(lines)
                .map(Code::name)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | SPF_NONE",
                "x.test TXT hello | SPF_NONE",
                "x.test TXT !TIMEOUT | UNANSWERED",
                "x.test TXT !BOGUS | DNSSEC_BOGUS",
                "x.test TXT v=spf1 -all | SPF_RECORD",
                "x.test TXT v=spf1 -all @@ x.test TXT v=spf1 mx -all | SPF_SEVERAL",
                "x.test TXT v=spf1 ip4:300.1.1.1 -all | SPF_SYNTAX",
                "x.test TXT v=spf1 ip4:192.0.2.1 | SPF_NO_ALL SPF_RECORD",
                "x.test TXT v=spf1 ?all | SPF_NEUTRAL_ALL SPF_RECORD",
                "x.test TXT v=spf1 +all | SPF_PASSES_ALL",
                "x.test TXT v=spf1 all | SPF_PASSES_ALL",
                "x.test TXT v=spf1 -all ip4:192.0.2.1 | SPF_AFTER_ALL SPF_RECORD",
                "x.test TXT v=spf1 ptr -all | SPF_PTR SPF_RECORD",
                "x.test TXT v=spf1 ip4:16.0.0.0/8 -all | SPF_WIDE SPF_RECORD",
                "x.test TXT v=spf1 ip6:2001::/16 -all | SPF_WIDE SPF_RECORD",
                "x.test TXT v=spf1 include:no.test -all | SPF_LEADS_NOWHERE",
                "x.test TXT v=spf1 redirect=no.test | SPF_LEADS_NOWHERE",
                "x.test TXT v=spf1 redirect=y.test @@ y.test TXT v=spf1 -all | SPF_RECORD",
                "x.test TXT v=spf1 include:x.test -all | SPF_LOOP",
                "x.test TXT v=spf1 a:no.test -all | SPF_VOID SPF_RECORD",
                "x.test TXT v=spf1 a:n1.test a:n2.test mx:n3.test -all | SPF_VOID SPF_VOID SPF_VOID SPF_VOIDS",
                "x.test TXT v=spf1 exists:%{i}.x.test -all | SPF_RECORD",
                "x.test TXT v=spf1 include:%{d}.y.test -all | SPF_RECORD",
                "x.test TXT v=spf1 a a a a a a a a a -all @@ x.test A 192.0.2.1 | SPF_LOOKUPS_NEAR SPF_RECORD",
                "x.test TXT v=spf1 a a a a a a a a a a a -all @@ x.test A 192.0.2.1 | SPF_LOOKUPS",
            })
    void spf(String lines, String codes) {
        finds(Area.SPF, X, lines, codes);
    }

    @Test
    void spfEvaluatesAnAddressAndShowsTheTree() {
        FakeResolver dns =
                dns(
                        "x.test TXT v=spf1 include:y.test mx -all @@ y.test TXT v=spf1 ip4:192.0.2.0/24"
                                + " include:z.test ?all @@ z.test TXT v=spf1 ip6:2001:db8::/32 ?all @@"
                                + " x.test MX 1 m.test @@ m.test A 198.51.100.1");
        Subject subject =
                X.withSenders(
                        List.of(
                                IpNet.of("192.0.2.9").address(),
                                IpNet.of("203.0.113.1").address()));
        assertThat(Answered.codes(Area.SPF, subject, dns, Map.of()))
                .containsExactly(Code.SPF_RECORD, Code.SPF_ADDRESS_PASSES, Code.SPF_ADDRESS_FAILS);
        SpfTree tree =
                Checks.spfTree(
                        X.name(),
                        new Known(
                                q ->
                                        q instanceof Question.Dns(var name, var type)
                                                ? dns.query(name, type)
                                                : q.unasked()));
        assertThat(tree.lookups()).isEqualTo(3);
        assertThat(tree.below()).hasSize(1);
        assertThat(tree.below().getFirst().lookups()).isEqualTo(1);
        assertThat(tree.allNetworks())
                .containsExactly("ip4:198.51.100.1", "ip4:192.0.2.0/24", "ip6:2001:db8::/32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | DKIM_MISSING",
                "s._domainkey.x.test TXT !SERVER | UNANSWERED",
                "s._domainkey.x.test TXT v=DKIM1; p= | DKIM_REVOKED",
                "s._domainkey.x.test TXT v=DKIM1; p=abc | DKIM_BROKEN",
                "s._domainkey.x.test TXT v=DKIM1 | DKIM_BROKEN",
                "s._domainkey.x.test TXT hello | DKIM_BROKEN",
                "s._domainkey.x.test TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | DKIM_KEY",
                "s._domainkey.x.test TXT v=DKIM1; k=ed25519; t=y; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | DKIM_TESTING DKIM_KEY",
                "s._domainkey.x.test TXT v=DKIM1; k=ed25519; h=sha1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | DKIM_NOT_FOR_MAIL",
                "s._domainkey.x.test TXT v=DKIM1; k=ed25519; s=tlsrpt; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | DKIM_NOT_FOR_MAIL",
                "s._domainkey.x.test CNAME s.y.test @@ s.y.test TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | DKIM_KEY",
            })
    void dkim(String lines, String codes) {
        finds(Area.DKIM, X.withSelectors(List.of("s"), List.of()), lines, codes);
    }

    @Test
    void dkimTriesTheKnownSelectorsAndIsNotFooledByAWildcard() {
        List<String> known = DkimSelectors.known(java.time.YearMonth.of(2026, 11));
        Subject subject = X.withSelectors(List.of(), known);
        assertThat(known)
                .contains("google", "selector1", "hk202611r", "hk202601e")
                .doesNotHaveDuplicates();
        finds(Area.DKIM, subject, "", "DKIM_NOT_FOUND");
        finds(
                Area.DKIM,
                subject,
                "google._domainkey.x.test TXT v=DKIM1; k=ed25519;"
                        + " p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "DKIM_KEY");
        StringBuilder wildcard =
                new StringBuilder("hikyaku-no-such-selector._domainkey.x.test TXT v=spf1 -all");
        known.forEach(
                s -> wildcard.append("@@").append(s).append("._domainkey.x.test TXT v=spf1 -all"));
        finds(Area.DKIM, subject, wildcard.toString(), "DKIM_WILDCARD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | DMARC_NONE",
                "_dmarc.x.test TXT !SERVER | UNANSWERED",
                "_dmarc.test TXT !TIMEOUT | UNANSWERED",
                "_dmarc.x.test TXT v=dmarc1; p=none | DMARC_SYNTAX",
                "_dmarc.x.test TXT v=DMARC1; p=none @@ _dmarc.x.test TXT v=DMARC1; p=reject | DMARC_SEVERAL",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=mailto:a@x.test | DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject | DMARC_NO_REPORTS DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; rua=mailto:a@x.test | DMARC_NO_POLICY DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=monitor; rua=mailto:a@x.test | DMARC_NO_POLICY DMARC_IGNORED DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=none; rua=mailto:a@x.test | DMARC_POLICY_NONE DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; pct=20; rua=mailto:a@x.test | DMARC_PCT DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; t=y; rua=mailto:a@x.test | DMARC_TESTING DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; sp=none; rua=mailto:a@x.test | DMARC_SUBDOMAINS_WEAKER DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; np=none; rua=mailto:a@x.test | DMARC_SUBDOMAINS_WEAKER DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=https://x.test/r | DMARC_NOT_MAILTO DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=mailto:a@y.example | DMARC_UNAUTHORISED DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=mailto:a@y.example @@ x.test._report._dmarc.y.example TXT v=DMARC1; | DMARC_AUTHORISED DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=mailto:a@y.example @@ x.test._report._dmarc.y.example TXT !TIMEOUT | UNANSWERED DMARC_RECORD",
                "_dmarc.x.test TXT v=DMARC1; p=reject; rua=mailto:a@sub.x.test | DMARC_RECORD",
            })
    void dmarc(String lines, String codes) {
        finds(Area.DMARC, X, lines, codes);
    }

    @Test
    void dmarcIsFoundAboveASubdomain() {
        finds(
                Area.DMARC,
                Subject.of(DomainName.of("news.x.test")),
                "_dmarc.x.test TXT v=DMARC1; p=reject; sp=none; rua=mailto:a@x.test",
                "DMARC_RECORD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADSP | '' | ADSP_NONE",
                "ADSP | _adsp._domainkey.x.test TXT dkim=unknown | ADSP_UNKNOWN",
                "ADSP | _adsp._domainkey.x.test TXT dkim=all | ADSP_STRICT",
                "ADSP | _adsp._domainkey.x.test TXT dkim=maybe | ADSP_BROKEN",
                "ADSP | _adsp._domainkey.x.test TXT dkim=all @@ _adsp._domainkey.x.test TXT dkim=unknown | ADSP_BROKEN",
                "ADSP | _adsp._domainkey.x.test TXT !REFUSED | UNANSWERED",
                "MX | '' | MX_NONE",
                "MX | x.test MX !TIMEOUT | UNANSWERED",
                "MX | x.test A 192.0.2.1 | MX_IMPLICIT",
                "MX | x.test MX 0 . | MX_NULL",
                "MX | x.test MX 0 . @@ x.test MX 5 m.test @@ m.test A 192.0.2.1 @@ m.test AAAA 2001:db8::1 | MX_NULL_MIXED MX_HOST",
                "MX | x.test MX 5 m.test @@ m.test A 192.0.2.1 | MX_HOST MX_NO_IPV6",
                "MX | x.test MX 5 m.test @@ x.test MX 6 m.test @@ m.test AAAA 2001:db8::1 | MX_DUPLICATE MX_HOST MX_HOST",
                "MX | x.test MX 5 192.0.2.1 | MX_LITERAL",
                "MX | x.test MX 5 m_x.test @@ m_x.test AAAA 2001:db8::1 | MX_BAD_NAME MX_HOST",
                "MX | x.test MX 5 m.test @@ m.test CNAME h.test @@ h.test AAAA 2001:db8::1 | MX_ALIAS MX_HOST",
                "MX | x.test MX 5 m.test | MX_NO_ADDRESS",
                "MX | x.test MX 5 m.test @@ m.test A !SERVER | UNANSWERED",
                "MX | x.test MX 5 m.test @@ m.test A 192.168.1.1 | MX_PRIVATE",
                "MX | x.test MX 5 m.test @@ m.test AAAA fd00::1 | MX_PRIVATE",
                "TLSRPT | '' | TLSRPT_NONE",
                "TLSRPT | _smtp._tls.x.test TXT v=TLSRPTv1; rua=mailto:a@x.test | TLSRPT_RECORD",
                "TLSRPT | _smtp._tls.x.test TXT v=TLSRPTv1; rua=a@x.test | TLSRPT_SYNTAX",
                "TLSRPT | _smtp._tls.x.test TXT v=TLSRPTv1; rua=mailto:a@x.test @@ _smtp._tls.x.test TXT v=TLSRPTv1; rua=mailto:b@x.test | TLSRPT_SEVERAL",
                "BIMI | '' | BIMI_NONE",
                "BIMI | default._bimi.x.test TXT v=BIMI1; l=; a= | BIMI_DECLINED",
                "BIMI | default._bimi.x.test TXT v=BIMI1; l=http://x.test/l.svg | BIMI_SYNTAX",
                "BIMI | default._bimi.x.test TXT v=BIMI1; a= | BIMI_SYNTAX",
                "BIMI | default._bimi.x.test TXT v=BIMI1; l=https://x.test/l.svg; a=https://x.test/c.pem | BIMI_DMARC BIMI_RECORD",
                "BIMI | _dmarc.x.test TXT v=DMARC1; p=quarantine @@ default._bimi.x.test TXT v=BIMI1; l=https://x.test/l.png | BIMI_NO_CERTIFICATE BIMI_NOT_SVG BIMI_RECORD",
                "BIMI | _dmarc.x.test TXT v=DMARC1; p=reject; sp=none @@ default._bimi.x.test TXT v=BIMI1; l=https://x.test/l.svg; a=https://x.test/c.pem | BIMI_DMARC BIMI_RECORD",
                "CAA | '' | CAA_NONE",
                "CAA | x.test CAA 0 issue ca.test | CAA_ISSUERS",
                "CAA | test CAA 0 issue ca.test | CAA_ISSUERS",
                "CAA | x.test CAA 0 issue ; | CAA_NOBODY",
                "CAA | x.test CAA 128 tbs x | CAA_CRITICAL",
                "CAA | x.test CAA 0 isue ca.test | CAA_SYNTAX",
                "CAA | x.test CAA 0 issue https://ca.test | CAA_SYNTAX",
                "CAA | x.test CAA !SERVER | UNANSWERED",
                "TXT | '' | TXT_NONE",
                "TXT | x.test TXT hello | TXT_RECORD",
                "TXT | x.test TXT \"v=spf1 -all\" | TXT_QUOTES",
                "TXT | x.test TXT v=spf1;-all | TXT_ALMOST",
                "TXT | x.test TXT v=spf1 -all | TXT_RECORD",
                "TXT | x.test TXT v=DMARC1; p=none | TXT_MISPLACED",
                "TXT | x.test TXT v=DKIM1; p=abc | TXT_MISPLACED",
                "A | '' | ADDRESS_NONE",
                "A | x.test A 192.0.2.1 | ADDRESS_RECORD",
                "A | x.test A 10.1.1.1 | ADDRESS_PRIVATE",
                "A | x.test A !TIMEOUT | UNANSWERED",
                "AAAA | x.test AAAA fe80::1 | ADDRESS_PRIVATE",
                "SOA | '' | SOA_NONE",
                "SOA | x.test SOA !SERVER | UNANSWERED",
                "SOA | x.test SOA n.test r.test 7 | SOA_SERIAL",
                "SOA | test SOA n.test r.test 7 | SOA_SERIAL",
                "NS | '' | NS_NONE",
                "NS | x.test SOA n.test r.test 7 | NS_NONE",
                "NS | x.test SOA n.test r.test 7 @@ x.test NS n.test @@ n.test A 192.0.2.1 | NS_SINGLE NS_NOT_ASKED",
                "NS | x.test SOA n.test r.test 7 @@ x.test NS n.test @@ x.test NS m.test @@ n.test A 192.0.2.1 @@ m.test A 192.0.2.2 | NS_ONE_NETWORK NS_NOT_ASKED",
                "NS | x.test SOA n.test r.test 7 @@ x.test NS n.test @@ x.test NS m.test @@ n.test A 192.0.2.1 @@ m.test A 10.0.0.2 | NS_PRIVATE NS_NOT_ASKED",
                "NS | x.test SOA n.test r.test 7 @@ x.test NS n.test @@ x.test NS m.test @@ n.test A 192.0.2.1 | NS_NO_ADDRESS NS_NOT_ASKED",
                "NS | x.test SOA n.test r.test 7 @@ x.test NS n.test @@ x.test NS m.test @@ n.test A 192.0.2.1 @@ m.test CNAME h.test @@ h.test A 198.51.100.1 | NS_ALIAS NS_NOT_ASKED",
                "PTR | '' | PTR_NOTHING",
                "BLACKLIST | '' | BLACKLIST_NOTHING",
                "DANE | x.test MX 1 m.test @@ m.test A 192.0.2.1 | DANE_NONE",
                "DANE | x.test MX 1 m.test @@ _25._tcp.m.test TLSA !SERVER | UNANSWERED",
                "DANE | x.test MX 1 m.test @@ _25._tcp.m.test TLSA 1 1 1 00 | DANE_UNVALIDATED DANE_UNUSABLE",
                "MTA_STS | '' | MTA_STS_NONE",
                "MTA_STS | _mta-sts.x.test TXT v=STSv1; id=1 @@ _mta-sts.x.test TXT v=STSv1; id=2 | MTA_STS_SEVERAL",
                "MTA_STS | _mta-sts.x.test TXT v=STSv1; | MTA_STS_SYNTAX",
                "MTA_STS | _mta-sts.x.test TXT v=STSv1; id=1 | MTA_STS_RECORD",
                "SMTP | '' | SMTP_NOT_ASKED",
            })
    void others(Area area, String lines, String codes) {
        finds(area, X, lines, codes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25.2.0.192.in-addr.arpa PTR m.test @@ m.test A 192.0.2.25 | PTR_CONFIRMED",
                "'' | PTR_NONE",
                "25.2.0.192.in-addr.arpa PTR !TIMEOUT | UNANSWERED",
                "25.2.0.192.in-addr.arpa PTR m.test | PTR_NOT_CONFIRMED",
                "25.2.0.192.in-addr.arpa PTR m.test @@ m.test A 192.0.2.26 | PTR_NOT_CONFIRMED",
                "25.2.0.192.in-addr.arpa PTR 192-0-2-25.isp.test @@ 192-0-2-25.isp.test A 192.0.2.25 | PTR_GENERIC PTR_CONFIRMED",
                "25.2.0.192.in-addr.arpa PTR dyn25.isp.test @@ dyn25.isp.test A 192.0.2.25 | PTR_GENERIC PTR_CONFIRMED",
                "25.2.0.192.in-addr.arpa PTR a.test @@ 25.2.0.192.in-addr.arpa PTR b.test @@ 25.2.0.192.in-addr.arpa PTR c.test @@ a.test A 192.0.2.25 @@ b.test A 192.0.2.25 @@ c.test A 192.0.2.25 | PTR_MANY PTR_CONFIRMED",
            })
    void ptrOfAnAddress(String lines, String codes) {
        finds(Area.PTR, Subject.of(IpNet.of("192.0.2.25").address()), lines, codes);
    }

    @Test
    void ptrOfAnIpv6Address() {
        Subject subject = Subject.of(IpNet.of("2001:db8::25").address());
        finds(Area.PTR, subject, "", "PTR_NONE");
        finds(
                Area.PTR,
                subject,
                subject.name() + " PTR m.test @@ m.test AAAA 2001:db8::25",
                "PTR_CONFIRMED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 127.0.0.2 | BLACKLIST_LISTED BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 127.255.255.254 | BLACKLIST_BLOCKED BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 127.0.0.1 | BLACKLIST_BLOCKED BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 203.0.113.9 | BLACKLIST_DEAD BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 127.0.0.2 @@ 1.0.0.127.bl.test A 127.0.0.2 | BLACKLIST_DEAD BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A !TIMEOUT | BLACKLIST_UNANSWERED BLACKLIST_CLEAN",
                "25.2.0.192.spamhaus.org A 127.0.0.10 | BLACKLIST_POLICY BLACKLIST_CLEAN",
                "25.2.0.192.bl.test A 127.0.0.10 | BLACKLIST_LISTED BLACKLIST_CLEAN",
            })
    void blacklist(String lines, String codes) {
        Subject subject =
                Subject.of(IpNet.of("192.0.2.25").address()).withBlockLists(X.blockLists());
        finds(Area.BLACKLIST, subject, lines, codes);
    }

    @ParameterizedTest
    @EnumSource(Area.class)
    void whereNothingAnswersNothingPassesAsGood(Area area) {
        assertThat(
                        Answered.findings(
                                area,
                                X.withSelectors(List.of("s"), List.of()),
                                (name, type) ->
                                        new org.hikyaku.dns.Answer.Failed(
                                                org.hikyaku.dns.Answer.Failure.TIMEOUT, "silent"),
                                Map.of()))
                .isNotEmpty()
                .allMatch(
                        f ->
                                f.code() == Code.UNANSWERED
                                        || f.code().name().endsWith("NOTHING")
                                        || f.code().name().endsWith("NOT_ASKED")
                                        || f.code() == Code.DANE_NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::1, ::1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "1::, 1::",
        "192.0.2.1, 192.0.2.1"
    })
    void addressesAreWrittenShort(String address, String expected) {
        assertThat(AddressKind.text(IpNet.of(address).address())).isEqualTo(expected);
    }
}
