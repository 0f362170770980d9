package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfResult.Code;
import org.hikyaku.spf.SpfResult.Identity;
import org.hikyaku.spf.SpfResult.Lookup;
import org.junit.jupiter.api.Test;

final class SpfVerifierTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
    private static final InetAddress CLIENT = IpNet.of("192.0.2.3").address();

    private static SpfResult check(Resolver resolver, String from) {
        MailAddress address = from.isEmpty() ? null : MailAddress.of(from);
        return new SpfVerifier(resolver, SpfLimits.DEFAULT, CLOCK)
                .check(new SpfRequest(CLIENT, "mx.example.org", address, "mx.receiver.example"));
    }

    @Test
    void tellsTheTermAndWhatWasAsked() {
        SpfResult result =
                check(
                        FakeResolver.of(
                                "example.com TXT v=spf1 a include:_spf.example.net -all",
                                "example.com A 192.0.2.99",
                                "_spf.example.net TXT v=spf1 ip4:192.0.2.0/28 -all"),
                        "user@example.com");
        assertThat(result.code()).isEqualTo(Code.PASS);
        assertThat(result.identity()).isEqualTo(Identity.MAIL_FROM);
        assertThat(result.matchedTerm()).isEqualTo("include:_spf.example.net");
        assertThat(result.reason())
                .contains("192.0.2.3", "include:_spf.example.net", "example.com");
        assertThat(result.trace().termLookups()).isEqualTo(2);
        assertThat(result.trace().voidLookups()).isZero();
        assertThat(result.trace().lookups())
                .extracting(Lookup::depth, Lookup::term, l -> l.name().ascii(), Lookup::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, null, "example.com", RecordType.TXT),
                        org.assertj.core.groups.Tuple.tuple(0, "a", "example.com", RecordType.A),
                        org.assertj.core.groups.Tuple.tuple(
                                1, "include:_spf.example.net", "_spf.example.net", RecordType.TXT));
    }

    @Test
    void tellsWhereARecordIsWrong() {
        SpfResult result =
                check(
                        FakeResolver.of(
                                "example.com TXT v=spf1 include:b.example -all",
                                "b.example TXT v=spf1 ip4:192.0.2.0/33"),
                        "user@example.com");
        assertThat(result.code()).isEqualTo(Code.PERMERROR);
        SpfResult.Problem problem = Objects.requireNonNull(result.problem());
        assertThat(problem.domain()).isEqualTo(DomainName.of("b.example"));
        assertThat(problem.record().substring(problem.position())).isEqualTo("33");
    }

    @Test
    void theNullSenderIsCheckedAsHelo() {
        SpfResult result = check(FakeResolver.of("mx.example.org TXT v=spf1 -all"), "");
        assertThat(result.code()).isEqualTo(Code.FAIL);
        assertThat(result.identity()).isEqualTo(Identity.HELO);
        assertThat(result.domain()).isEqualTo(DomainName.of("mx.example.org"));
    }

    @Test
    void whatIsNoDomainHasNoRecord() {
        Resolver resolver = FakeResolver.of();
        for (String helo : List.of("localhost", "[192.0.2.3]", "a..example", "", "a b.example")) {
            SpfResult result =
                    new SpfVerifier(resolver, SpfLimits.DEFAULT, CLOCK)
                            .checkHelo(new SpfRequest(CLIENT, helo, null, "r.example"));
            assertThat(result.code()).as(helo).isEqualTo(Code.NONE);
            assertThat(result.domain()).as(helo).isNull();
        }
    }

    @Test
    void uLabelsAreAskedForAsALabels() {
        SpfResult result =
                check(
                        FakeResolver.of("xn--bcher-kva.example TXT v=spf1 ip4:192.0.2.3 -all"),
                        "u@bücher.example");
        assertThat(result.code()).isEqualTo(Code.PASS);
    }

    @Test
    void aLocalPartBeyondAsciiMatchesNoMacro() {
        Resolver resolver =
                FakeResolver.of(
                        "example.com TXT v=spf1 exists:%{l}.x.example.com ip4:192.0.2.3 -all",
                        "xn--mller-kva.x.example.com A 127.0.0.2", "abc.x.example.com A 127.0.0.2");
        assertThat(check(resolver, "müller@example.com").matchedTerm()).isEqualTo("ip4:192.0.2.3");
        assertThat(check(resolver, "abc@example.com").matchedTerm()).startsWith("exists:");
    }

    @Test
    void theSendersExplanationIsMadeSafeToShow() {
        SpfResult result =
                check(
                        FakeResolver.builder()
                                .txt("example.com", "v=spf1 -all exp=e.example.com")
                                .txt(
                                        "e.example.com",
                                        "%{i} may not send for %{d}, ask %{S} at %{t} %{r}")
                                .build(),
                        "a+b@example.com");
        assertThat(result.explanation())
                .isEqualTo(
                        "192.0.2.3 may not send for example.com, ask a%2Bb%40example.com at 1700000000"
                                + " mx.receiver.example");
    }

    @Test
    void failuresOfDnsAreTemporary() {
        Resolver resolver =
                FakeResolver.of(
                        "example.com TXT v=spf1 include:b.example -all", "b.example TXT !TIMEOUT");
        assertThat(check(resolver, "u@example.com").code()).isEqualTo(Code.TEMPERROR);
        assertThat(check(FakeResolver.of("example.com TXT !SERVER"), "u@example.com").code())
                .isEqualTo(Code.TEMPERROR);
    }

    @Test
    void theTimeIsBounded() {
        Instant[] now = {Instant.EPOCH};
        Resolver slow =
                (name, type) -> {
                    now[0] = now[0].plusSeconds(7);
                    return new Answer.Found(
                            List.of(new DnsRecord.Txt("v=spf1 include:a.%{d} -all")), false, 60);
                };
        SpfResult result =
                new SpfVerifier(slow, SpfLimits.DEFAULT, () -> now[0])
                        .check(
                                new SpfRequest(
                                        CLIENT,
                                        "h.example",
                                        MailAddress.of("u@x.example"),
                                        "r.example"));
        assertThat(result.code()).isEqualTo(Code.TEMPERROR);
        assertThat(result.trace().lookups()).hasSize(3);
    }

    /** Answers everything with as much work as an attacker could ask for. */
    private static final class Hostile implements Resolver {
        private final List<DomainName> asked = new ArrayList<>();
        private final String record;

        Hostile(String record) {
            this.record = record;
        }

        @Override
        public Answer query(DomainName name, RecordType type) {
            asked.add(name);
            List<DnsRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                DomainName next = DomainName.of("n" + i + ".x" + asked.size() + ".example");
                switch (type) {
                    case MX -> records.add(new DnsRecord.Mx(i, next));
                    case PTR -> records.add(new DnsRecord.Ptr(next));
                    default -> {
                        // below
                    }
                }
            }
            if (type == RecordType.TXT) {
                records.add(new DnsRecord.Txt(record));
            }
            return records.isEmpty()
                    ? new Answer.NoRecord(true, false, 60)
                    : new Answer.Found(records, false, 60);
        }
    }

    @Test
    void noRecordCausesMoreLookupsThanTheBudget() {
        // 10 terms, each with at most 10 exchanges; one look at the client's names; the first
        // record
        int most = 1 + 10 + 10 * 10 + 1 + 10 + 1;
        for (String record :
                List.of(
                        "v=spf1 include:a.%{d} include:b.%{d} include:c.%{d} -all",
                        "v=spf1" + " mx:%{d}".repeat(50) + " -all",
                        "v=spf1" + " ptr:%{p}.y.example".repeat(50) + " -all",
                        "v=spf1" + " a:%{p}.y.example".repeat(50) + " -all",
                        "v=spf1" + " exists:%{p}.%{d}".repeat(50) + " -all",
                        "v=spf1 redirect=%{p}.%{d} exp=%{p}.%{d}",
                        "v=spf1 -all exp=%{p}.%{d}")) {
            Hostile hostile = new Hostile(record);
            SpfResult result = check(hostile, "user@example.com");
            assertThat(hostile.asked.size()).as(record).isLessThanOrEqualTo(most);
            assertThat(result.trace().termLookups()).as(record).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void theEleventhTermIsOneTooMany() {
        FakeResolver.Builder zone = FakeResolver.builder();
        zone.txt("ten.example", "v=spf1" + " a:a.example".repeat(10) + " ip4:192.0.2.3 -all");
        zone.txt("eleven.example", "v=spf1" + " a:a.example".repeat(11) + " ip4:192.0.2.3 -all");
        zone.line("a.example A 192.0.2.99");
        assertThat(check(zone.build(), "u@ten.example").code()).isEqualTo(Code.PASS);
        SpfResult result = check(zone.build(), "u@eleven.example");
        assertThat(result.code()).isEqualTo(Code.PERMERROR);
        SpfResult.Problem problem = Objects.requireNonNull(result.problem());
        assertThat(problem.position()).isEqualTo(7 + 10 * 12);
    }

    @Test
    void theThirdVoidLookupIsOneTooMany() {
        Resolver resolver =
                FakeResolver.of(
                        "two.example TXT v=spf1 a:n1.example a:n2.example ip4:192.0.2.3 -all",
                        "three.example TXT v=spf1 a:n1.example a:n2.example a:n3.example ip4:192.0.2.3 -all");
        assertThat(check(resolver, "u@two.example").code()).isEqualTo(Code.PASS);
        assertThat(check(resolver, "u@two.example").trace().voidLookups()).isEqualTo(2);
        assertThat(check(resolver, "u@three.example").code()).isEqualTo(Code.PERMERROR);
    }

    @Test
    void exchangesWithoutAnAddressOfTheClientsFamilyAreNoVoidLookups() {
        FakeResolver.Builder zone = FakeResolver.builder();
        zone.txt("example.com", "v=spf1 mx ip6:2001:db8::1 -all");
        for (int i = 0; i < 5; i++) {
            zone.line("example.com MX " + i + " mx" + i + ".example.com");
            zone.line("mx" + i + ".example.com A 192.0.2.1");
        }
        SpfResult result =
                new SpfVerifier(zone.build(), SpfLimits.DEFAULT, CLOCK)
                        .check(
                                new SpfRequest(
                                        IpNet.of("2001:db8::1").address(),
                                        "h.example",
                                        MailAddress.of("u@example.com"),
                                        "r.example"));
        assertThat(result.code()).isEqualTo(Code.PASS);
    }

    @Test
    void aRecordBeyondTheSizeLimitIsNotRead() {
        String record = "v=spf1" + " ip4:192.0.2.1".repeat(700) + " -all";
        assertThat(check(FakeResolver.of("example.com TXT " + record), "u@example.com").code())
                .isEqualTo(Code.PERMERROR);
    }

    @Test
    void addressesAreShownAsPeopleWriteThem() {
        for (String text :
                List.of(
                        "192.0.2.1",
                        "::",
                        "::1",
                        "2001:db8::1",
                        "2001:db8:0:1:1:1:1:1",
                        "1::",
                        "a:b::1:0:0:1")) {
            assertThat(ReadableAddress.of(IpNet.of(text).address())).isEqualTo(text);
        }
    }
}
