package org.hikyaku.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.quickstart.Check.State;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a domain, by what it publishes. */
final class ChecksTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");
    private static final DomainName HOST = DomainName.of("mail.example.com");
    private static final List<InetAddress> OURS = List.of(InetAddress.ofLiteral("192.0.2.25"));

    private static DnsChecks dns(Resolver resolver) {
        return new DnsChecks(DOMAIN, HOST, resolver, wording(Locale.ENGLISH));
    }

    private static DnsChecks dns(String... lines) {
        return dns(FakeResolver.of(lines));
    }

    private static Check.Wording wording(Locale locale) {
        return new Check.Wording(Texts.of(QuickstartCommand.class, "QuickstartMessages", locale));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other.example A 192.0.2.1 | WARNING | no A or AAAA record yet",
                "mail.example.com A 192.0.2.25 | OK | mail.example.com has 192.0.2.25",
                "mail.example.com A 198.51.100.1 | WARNING | no address of this machine",
                "mail.example.com A !TIMEOUT | NOT_CHECKED | cannot be looked up"
            })
    void hostName(String line, State state, String detail) {
        expect(dns(line).hostName(OURS), state, detail);
    }

    @Test
    void reverseNames() {
        String ptr = "25.2.0.192.in-addr.arpa PTR ";
        InetAddress address = OURS.getFirst();
        expect(dns().reverse(address), State.WARNING, "has no PTR record: set it to mail.example.");
        expect(
                dns(ptr + HOST, HOST + " A 192.0.2.25").reverse(address),
                State.OK,
                "192.0.2.25 is mail.example.com and back");
        expect(
                dns(ptr + "x.example", "x.example A 192.0.2.25").reverse(address),
                State.WARNING,
                "set it to mail.example.com");
        expect(dns(ptr + HOST).reverse(address), State.WARNING, "Gmail refuses");
        expect(
                dns("25.2.0.192.in-addr.arpa PTR !SERVER").reverse(address),
                State.NOT_CHECKED,
                "192.0.2.25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.example A 192.0.2.1 | OK | none yet",
                "example.com MX 10 mail.example.com | OK | 10 mail.example.com.",
                "example.com MX 5 mx.other.example | WARNING | until you change it",
                "example.com MX !REFUSED | NOT_CHECKED | not known"
            })
    void mailExchangers(String line, State state, String detail) {
        expect(dns(line).mx(), state, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com TXT google-site-verification=x | OK | none yet | ",
                "example.com TXT v=spf10 -all | OK | none yet | ",
                "example.com TXT V=SPF1 mx -all | OK | keeps all of it | V=SPF1 mx -all",
                "example.com TXT v=spf1 ip4:1 -all | WARNING | a mistake | v=spf1 ip4:1 -all",
                "example.com TXT v=spf1 a a a a a a a a a a a -all | WARNING | more than 10 | v=spf1 a a a a a a a a a a a -all",
                "example.com TXT !BOGUS | NOT_CHECKED | not known | "
            })
    void spf(String line, State state, String detail, String kept) {
        DnsChecks.Published published = dns(line).spf();
        expect(published.check(), state, detail);
        assertThat(published.text()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_dmarc.example.com TXT v=DMARC10; p=none | OK | none yet | ",
                "_dmarc.example.com TXT v=DMARC1 ; p=reject | OK | keeps all of it | v=DMARC1 ; p=reject",
                "_dmarc.example.com TXT !TIMEOUT | NOT_CHECKED | not known | "
            })
    void dmarc(String line, State state, String detail, String kept) {
        DnsChecks.Published published = dns(line).dmarc();
        expect(published.check(), state, detail);
        assertThat(published.text()).isEqualTo(kept);
    }

    @Test
    void ofSeveralRecordsNoneCounts() {
        DnsChecks.Published nested =
                dns(
                                "example.com TXT v=spf1 include:big.example mx -all",
                                "big.example TXT v=spf1 a a a a a a a a a -all")
                        .spf();
        expect(nested.check(), State.WARNING, "more than 10");
        DnsChecks.Published spf =
                dns("example.com TXT v=spf1 mx -all", "example.com TXT v=spf1 a -all").spf();
        expect(spf.check(), State.WARNING, "has 2, so that receivers follow none");
        assertThat(spf.text()).isEqualTo("v=spf1 mx -all");
    }

    @Test
    void dnssec() {
        expect(dns("com NS a.example").dnssec(), State.WARNING, "does not check it");
        expect(
                dns(FakeResolver.builder().line("com NS a.example").authentic().build()).dnssec(),
                State.OK,
                "checks it");
    }

    @Test
    void aMachineWithoutDnsGetsWarningsAndGoesOn() {
        Resolver none = (_, _) -> new Answer.Failed(Answer.Failure.TIMEOUT, "nobody answers");
        Checks.Findings findings = new Checks(wording(Locale.ENGLISH)).run(dns(none), OURS);
        assertThat(findings.addresses()).isEqualTo(OURS);
        assertThat(findings.existing().spf()).isNull();
        assertThat(findings.existing().dmarc()).isNull();
        assertThat(findings.checks())
                .extracting(Check::name)
                .contains(
                        "resolver", "dnssec", "host-name", "ptr", "outbound", "mx", "spf", "dmarc");
        assertThat(findings.checks())
                .filteredOn(check -> List.of("dnssec", "spf", "mx").contains(check.name()))
                .extracting(Check::state)
                .containsOnly(State.NOT_CHECKED);
    }

    @Test
    void personsReadItInJapanese() {
        DnsChecks dns = new DnsChecks(DOMAIN, HOST, FakeResolver.of(), wording(Locale.JAPANESE));
        assertThat(dns.hostName(OURS).detail()).contains("まだ A/AAAA レコードがありません");
    }

    private static void expect(Check check, State state, String detail) {
        assertThat(check.state()).as(check.detail()).isEqualTo(state);
        assertThat(check.detail()).contains(detail);
    }
}
