package org.hikyaku.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Code;
import org.hikyaku.findings.Finding;
import org.hikyaku.findings.Severity;
import org.hikyaku.findings.Subject;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** A whole report: nothing false of a zone in order, and each of 25 faults of a bad one. */
final class PlantedFaultsTest {

    private static final List<DomainName> LISTS =
            List.of(new DomainName("bl.test.example"), new DomainName("dead.test.example"));

    private static Subject subject(String domain, String... selectors) {
        return Subject.of(DomainName.of(domain))
                .withSelectors(List.of(selectors), List.of())
                .withBlockLists(LISTS);
    }

    private static Set<Code> notPassed(List<AreaReport> reports) {
        Set<Code> codes = EnumSet.noneOf(Code.class);
        reports.stream()
                .flatMap(report -> report.findings().stream())
                .filter(finding -> finding.severity() != Severity.PASSED)
                .map(Finding::code)
                .forEach(codes::add);
        return codes;
    }

    private static String key(int bits) {
        try {
            return DkimKeys.publishedRecord(
                    new DkimKeyPair(
                            DomainName.of("x.example"),
                            "s",
                            DkimKeyPair.Algorithm.RSA_SHA256,
                            DkimKeys.generateRsa(bits)));
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static String fingerprint() {
        try {
            byte[] key = TestTls.key("rsa").chain().getFirst().getPublicKey().getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The zone of a careful administrator; the certificate of the tests is for mx.example.com. */
    private static FakeResolver.Builder clean() {
        FakeResolver.Builder zone = FakeResolver.builder().authentic();
        List.of(
                        "com NS a.gtld-servers.net",
                        "example.com SOA ns1.example.com hostmaster.example.com 2026112401",
                        "example.com NS ns1.example.com",
                        "example.com NS ns2.example.net",
                        "ns1.example.com A 192.0.2.53",
                        "ns2.example.net A 198.51.100.53",
                        "example.com A 192.0.2.80",
                        "example.com AAAA 2001:db8::80",
                        "example.com MX 10 mx.example.com",
                        "mx.example.com A 192.0.2.25",
                        "mx.example.com AAAA 2001:db8::25",
                        "25.2.0.192.in-addr.arpa PTR mx.example.com",
                        "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
                                + " PTR mx.example.com",
                        "example.com TXT v=spf1 mx -all",
                        "example.com TXT google-site-verification=abc",
                        "s1._domainkey.example.com TXT " + key(2048),
                        "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:d@example.com",
                        "_mta-sts.example.com TXT v=STSv1; id=20261124",
                        "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:tls@example.com",
                        "_25._tcp.mx.example.com TLSA 3 1 1 " + fingerprint(),
                        "example.com CAA 0 issue letsencrypt.org",
                        "default._bimi.example.com TXT v=BIMI1; l=https://example.com/l.svg;"
                                + " a=https://example.com/l.pem")
                .forEach(zone::line);
        return zone;
    }

    private static final String POLICY =
            "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 2419200\n";

    @Test
    void aCleanZoneHasNothingFalse() throws Exception {
        try (ScriptedHost mail =
                ScriptedHost.start()
                        .encrypting()
                        .on(ScriptedHost.GREETING, "220 mx.example.com ESMTP")
                        .on("RCPT", "550 5.7.1 relaying denied")) {
            FakeWorld world =
                    new FakeWorld(clean().build()).policy("example.com", POLICY).mail(mail);
            List<AreaReport> reports =
                    new Surveyor(world).survey(subject("example.com", "s1"), all());
            assertThat(notPassed(reports)).isEmpty();
            assertThat(reports).allSatisfy(r -> assertThat(r.score()).isEqualTo(100));
            assertThat(reports).allSatisfy(r -> assertThat(r.findings()).isNotEmpty());
            // Asked once, by all areas together, and never a message.
            assertThat(mail.connections()).isEqualTo(2);
            assertThat(mail.commands()).noneMatch(c -> c.startsWith("DATA"));
            assertThat(mail.taken()).isEmpty();
        }
    }

    private static List<Area> all() {
        return List.of(Area.values());
    }

    /** Each fault with the records that make it. */
    private static FakeResolver bad() {
        List<String> lines = new ArrayList<>();
        lines.add("bad.example SOA ns1.bad.example root.bad.example 7");
        lines.add("bad.example NS ns1.bad.example");
        lines.add("bad.example NS ns2.bad.example");
        lines.add("bad.example NS ns3.bad.example");
        lines.add("bad.example NS ns4.bad.example");
        lines.add("ns1.bad.example A 192.0.2.1"); // 1 lame
        lines.add("ns2.bad.example A 192.0.3.1"); // 2 an old serial
        lines.add("ns3.bad.example A 192.0.4.1"); // 3 open to strangers
        lines.add("ns4.bad.example A 192.0.5.1"); // 4 no TCP
        lines.add("bad.example A 192.0.2.80");
        lines.add("bad.example AAAA fd00::80"); // 5 private
        lines.add("bad.example MX 10 mx1.bad.example"); // 6 an alias
        lines.add("mx1.bad.example CNAME mx.bad.example");
        lines.add("mx.bad.example A 192.0.2.25");
        lines.add("mx.bad.example AAAA 2001:db8::25"); // 7 no PTR
        lines.add("25.2.0.192.in-addr.arpa PTR elsewhere.example"); // 8 does not lead back
        lines.add("elsewhere.example A 192.0.2.99");
        lines.add("bad.example MX 20 gone.bad.example"); // 9 no address
        lines.add("bad.example MX 30 inside.bad.example"); // 10 private
        lines.add("inside.bad.example A 10.0.0.25");
        StringBuilder spf = new StringBuilder("v=spf1"); // 11 too many lookups
        for (int i = 0; i < 10; i++) {
            spf.append(" include:_i").append(i).append(".bad.example");
            lines.add("_i" + i + ".bad.example TXT v=spf1 ip4:192.0.2." + i + " -all");
        }
        lines.add("bad.example TXT " + spf + " include:_none.bad.example +all"); // 12, 13
        lines.add("bad.example TXT v=spf1;mx -all"); // 14 almost SPF
        lines.add("a._domainkey.bad.example TXT v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEF"); // 15 cut
        lines.add("b._domainkey.bad.example TXT " + key(1024)); // 16 short
        lines.add(
                "_dmarc.bad.example TXT v=DMARC1; p=none; pct=50; rua=mailto:x@far.test"); // 17-19
        lines.add("_adsp._domainkey.bad.example TXT dkim=discardable"); // 20 Historic
        lines.add("25.2.0.192.bl.test.example A 127.0.0.2"); // 21 listed
        lines.add("_mta-sts.bad.example TXT v=STSv1; id=1"); // 22 a host is missing in the policy
        lines.add("_smtp._tls.bad.example TXT v=TLSRPTv1; rua=tls@bad.example"); // 23 no URI
        lines.add("bad.example CAA 128 tbs unknown"); // 24 critical
        // 25: the mail host takes mail for strangers
        return FakeResolver.of(lines.toArray(String[]::new));
    }

    @Test
    void twentyFivePlantedFaultsAreFoundAndNoOther() throws IOException, InterruptedException {
        try (ScriptedHost mail =
                ScriptedHost.start()
                        .encrypting()
                        .on(ScriptedHost.GREETING, "220 mx1.bad.example ESMTP")) {
            FakeWorld world =
                    new FakeWorld(bad())
                            .policy(
                                    "bad.example",
                                    "version: STSv1\r\nmode: enforce\r\nmx: mx1.bad.example\r\n"
                                            + "mx: inside.bad.example\r\nmax_age: 604800\r\n")
                            .mail(mail)
                            .fault("192.0.2.1", FakeWorld.Fault.LAME)
                            .fault("192.0.3.1", FakeWorld.Fault.OLD_SERIAL)
                            .fault("192.0.4.1", FakeWorld.Fault.OPEN)
                            .fault("192.0.5.1", FakeWorld.Fault.NO_TCP);
            List<AreaReport> reports =
                    new Surveyor(world).survey(subject("bad.example", "a", "b"), all());
            Set<Code> planted =
                    EnumSet.of(
                            Code.NS_LAME,
                            Code.SOA_DIFFER,
                            Code.NS_RECURSION,
                            Code.NS_NO_TCP,
                            Code.ADDRESS_PRIVATE,
                            Code.MX_ALIAS,
                            Code.PTR_NONE,
                            Code.PTR_NOT_CONFIRMED,
                            Code.MX_NO_ADDRESS,
                            Code.MX_PRIVATE,
                            Code.SPF_LOOKUPS,
                            Code.SPF_LEADS_NOWHERE,
                            Code.SPF_PASSES_ALL,
                            Code.TXT_ALMOST,
                            Code.DKIM_BROKEN,
                            Code.DKIM_SHORT,
                            Code.DMARC_POLICY_NONE,
                            Code.DMARC_PCT,
                            Code.DMARC_UNAUTHORISED,
                            Code.ADSP_STRICT,
                            Code.BLACKLIST_LISTED,
                            Code.MTA_STS_HOST,
                            Code.TLSRPT_SYNTAX,
                            Code.CAA_CRITICAL,
                            Code.SMTP_OPEN_RELAY);
            assertThat(planted).hasSize(25);
            Set<Code> found = notPassed(reports);
            // The certificate of the tests is for another host: not planted, and true.
            found.remove(Code.SMTP_CERT_NAME);
            assertThat(found).isEqualTo(planted);
        }
    }
}
