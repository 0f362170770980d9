package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.ChangedResolver;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.zone.DesiredZone;
import org.hikyaku.zone.MailZone;
import org.hikyaku.zone.Publishing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Desired against published, record by record. */
final class DiffTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");
    private static final DomainName HOST = DomainName.of("mail.example.com");
    private static final String KEY = "MIIB" + "AbCdEfGh".repeat(40) + "QABx";
    private static final String KEY_RECORD = "v=DKIM1; k=rsa; p=" + KEY;

    /** All that the plain settings want. */
    private static final List<String> COMPLETE =
            List.of(
                    "mail.example.com A 192.0.2.25",
                    "mail.example.com TXT v=spf1 a -all",
                    "example.com MX 10 mail.example.com",
                    "example.com TXT v=spf1 ip4:192.0.2.25 -all",
                    "s1._domainkey.example.com TXT " + KEY_RECORD,
                    "_dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:postmaster@example.com",
                    "25.2.0.192.in-addr.arpa PTR mail.example.com");

    private static DesiredZone desired(Publishing publishing) {
        return new DesiredZone(
                new MailZone(
                        DOMAIN,
                        HOST,
                        List.of(InetAddress.ofLiteral("192.0.2.25")),
                        Map.of("s1", KEY_RECORD),
                        MailZone.Existing.NOTHING),
                publishing);
    }

    private static ZonePlan plan(Publishing publishing, Resolver dns, String... decided) {
        DesiredZone desired = desired(publishing);
        Set<Place> places = new LinkedHashSet<>(Diff.places(desired, DOMAIN));
        places.addAll(Diff.oddPlaces(desired, DOMAIN));
        Map<Place, Answer> answers = new LinkedHashMap<>();
        places.forEach(p -> answers.put(p, dns.query(p.name(), p.type())));
        Set<DomainName> names = new LinkedHashSet<>();
        for (String name : decided) {
            names.add(DomainName.of(name));
        }
        return Diff.of(desired, new PublishedZone(DOMAIN, answers), names);
    }

    /** The complete zone without the lines that begin so, and with others. */
    private static Resolver zone(String without, String... with) {
        FakeResolver.Builder builder = FakeResolver.builder();
        COMPLETE.stream()
                .filter(line -> without.isEmpty() || !line.startsWith(without))
                .forEach(builder::line);
        for (String line : with) {
            builder.line(line);
        }
        return builder.build();
    }

    /** {@code kind name TYPE} of each item that is not simply present. */
    private static List<String> shown(ZonePlan plan) {
        return plan.items().stream()
                .filter(item -> !(item instanceof PlanItem.Present p && p.why().isEmpty()))
                .map(DiffTest::shown)
                .toList();
    }

    private static String shown(PlanItem item) {
        String kind = item.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String reasons =
                String.join(
                        " ", item.why().stream().map(w -> w.reason().name()).distinct().toList());
        return (kind + " " + item.name() + " " + reasons).strip();
    }

    /** After its changes nothing is left to change. */
    private static void settles(Publishing publishing, Resolver dns, ZonePlan plan) {
        Resolver after = new ChangedResolver(dns, plan.changes());
        assertThat(plan(publishing, after).changes()).as("a second plan").isEmpty();
    }

    @Test
    void whereAllIsThereNothingIsToDo() {
        ZonePlan plan = plan(Publishing.STANDARD, zone(""));
        assertThat(shown(plan)).isEmpty();
        assertThat(plan.items()).hasSize(COMPLETE.size());
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void anEmptyZoneGetsAll() {
        Resolver nothing = FakeResolver.of("example.com NS ns.example.com");
        ZonePlan plan = plan(Publishing.STANDARD, nothing);
        assertThat(shown(plan))
                .containsExactly(
                        "add example.com MISSING",
                        "add example.com MISSING",
                        "add _dmarc.example.com MISSING DMARC_STARTS",
                        "add s1._domainkey.example.com MISSING",
                        "add mail.example.com MISSING",
                        "add mail.example.com MISSING",
                        "elsewhere 25.2.0.192.in-addr.arpa NOT_OURS");
        settles(Publishing.STANDARD, nothing, plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // addresses
                "mail.example.com A | mail.example.com A 198.51.100.9 | conflict mail.example.com OTHER_ADDRESS",
                "'#' | mail.example.com A 198.51.100.9 | foreign mail.example.com OTHER_ADDRESS",
                // MX
                "example.com MX | example.com MX 5 aspmx.example.net | conflict example.com MAIL_GOES_ELSEWHERE",
                "example.com MX | example.com MX 0 . | conflict example.com NULL_MX",
                "'#' | example.com MX 20 backup.example.net | foreign example.com OTHER_EXCHANGERS",
                "example.com MX | example.com MX 10 mail.example.com.example.com | change example.com NO_FINAL_DOT",
                "example.com MX | example.com MX 10 192.0.2.25 | change example.com ADDRESS_AS_NAME",
                "example.com MX | example.com MX 10 192.0.2.25.example.com | change example.com ADDRESS_AS_NAME",
                // SPF
                "example.com TXT | example.com TXT v=spf1 include:x.example ~all | change example.com SPF_ADDED",
                "example.com TXT | example.com TXT \"v=spf1 ip4:192.0.2.25 -all\" | change example.com STRAY_QUOTES",
                "example.com TXT | example.com TXT v=spf1 ip4:192.0.2.25 \u00e2\u0080\u0093all | change example.com STRAY_QUOTES",
                "example.com TXT | example.com TXT v=spf1 ipv4:192.0.2.25 -all | change example.com SPF_REPAIRED",
                "example.com TXT | example.com TXT v=spf1 bogus:term -all | conflict example.com SPF_MALFORMED",
                // tokens of others
                "'#' | example.com TXT google-site-verification=abc | foreign example.com OTHERS",
                // the host's own SPF
                "mail.example.com TXT | mail.example.com TXT v=spf1 ip4:192.0.2.25 -all | ''",
                "mail.example.com TXT | mail.example.com TXT v=spf1 nonsense | change mail.example.com DIFFERS",
                // DMARC
                "_dmarc | _dmarc.example.com TXT v=DMARC1\\; p=reject\\; rua=mailto:postmaster@example.com"
                        + " | change _dmarc.example.com STRAY_QUOTES DMARC_STRONGER",
                "_dmarc | _dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:dmarc@service.example"
                        + " | change _dmarc.example.com DMARC_REPORTS",
                "_dmarc | _dmarc.example.com CNAME dmarc.service.example | conflict _dmarc.example.com ALIAS_IN_THE_WAY",
                // a moved zone
                "'25.2' | 25.2.0.192.in-addr.arpa PTR host.provider.example | elsewhere 25.2.0.192.in-addr.arpa NOT_OURS"
            })
    void aDifference(String without, String with, String expected) {
        Resolver dns = zone(without, with);
        ZonePlan plan = plan(Publishing.STANDARD, dns);
        assertThat(shown(plan)).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
        settles(Publishing.STANDARD, dns, plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p=KEY | ''",
                "p=KEY; k=rsa; t=s | ''",
                "v=DKIM1; k=rsa; t=y; p=KEY | present SEL KEY_TESTING",
                "v=DKIM1\\; k=rsa\\; p=KEY | change SEL STRAY_QUOTES",
                "\"v=DKIM1; k=rsa; \" \"p=KEY\" | change SEL STRAY_QUOTES",
                "( \"v=DKIM1; k=rsa; p=KEY\" ) | change SEL STRAY_QUOTES",
                "v=DKIM1; k=rsa; p=CUT | change SEL KEY_CUT",
                "v=DKIM1; k=rsa; p= | conflict SEL KEY_REVOKED",
                "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7vbqajDw4o6gJy8UtmIbkcpnk | conflict SEL KEY_OTHER",
                "see the wiki | conflict SEL KEY_BROKEN"
            })
    void aKey(String published, String expected) {
        String text = published.replace("KEY", KEY).replace("CUT", KEY.substring(0, 236));
        String name = "s1._domainkey.example.com";
        Resolver dns = zone("s1.", name + " TXT " + text);
        ZonePlan plan = plan(Publishing.STANDARD, dns);
        assertThat(shown(plan))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.replace("SEL", name)));
        settles(Publishing.STANDARD, dns, plan);
    }

    @Test
    void aKeyInTwoRecordsBecomesOne() {
        String name = "s1._domainkey.example.com TXT ";
        Resolver dns =
                zone("s1.", name + KEY_RECORD.substring(100), name + KEY_RECORD.substring(0, 100));
        ZonePlan plan = plan(Publishing.STANDARD, dns);
        assertThat(shown(plan))
                .containsExactly(
                        "change s1._domainkey.example.com KEY_SPLIT",
                        "remove s1._domainkey.example.com SEVERAL");
        settles(Publishing.STANDARD, dns, plan);
    }

    @Test
    void aKeyThatAnAliasLeadsToIsThere() {
        Resolver dns =
                zone(
                        "s1.",
                        "s1._domainkey.example.com CNAME s1.keys.example.net",
                        "s1.keys.example.net TXT " + KEY_RECORD);
        assertThat(shown(plan(Publishing.STANDARD, dns)))
                .containsExactly("present s1._domainkey.example.com BY_ALIAS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_dmarc | _dmarc.example.com.example.com TXT v=DMARC1; p=reject; rua=mailto:a@x.example"
                        + " | add _dmarc.example.com MISSING DMARC_STARTS DMARC_REPORTS"
                        + " | remove _dmarc.example.com.example.com NO_FINAL_DOT",
                "_dmarc | dmarc.example.com TXT v=DMARC1; p=none"
                        + " | add _dmarc.example.com MISSING DMARC_STARTS DMARC_REPORTS"
                        + " | remove dmarc.example.com MISPLACED",
                "_dmarc | example.com TXT v=DMARC1; p=none"
                        + " | remove example.com MISPLACED"
                        + " | add _dmarc.example.com MISSING DMARC_STARTS DMARC_REPORTS",
                "s1. | s1._domainkey.example.com.example.com TXT v=DKIM1; p=KEY"
                        + " | remove s1._domainkey.example.com.example.com NO_FINAL_DOT"
                        + " | add s1._domainkey.example.com MISSING",
                "s1. | s1.domainkey.example.com TXT v=DKIM1; p=KEY"
                        + " | add s1._domainkey.example.com MISSING | remove s1.domainkey.example.com MISPLACED",
                "s1. | s1.example.com TXT v=DKIM1; p=KEY"
                        + " | add s1._domainkey.example.com MISSING | remove s1.example.com MISPLACED",
                "s1. | _domainkey.example.com TXT v=DKIM1; p=KEY"
                        + " | remove _domainkey.example.com MISPLACED | add s1._domainkey.example.com MISSING",
                "s1. | _domainkey.s1.example.com TXT v=DKIM1; p=KEY"
                        + " | add s1._domainkey.example.com MISSING | remove _domainkey.s1.example.com MISPLACED",
                "example.com TXT | example.com.example.com TXT v=spf1 include:x.example -all"
                        + " | add example.com MISSING SPF_ADDED | remove example.com.example.com NO_FINAL_DOT"
            })
    void whatIsMisplacedIsMoved(String without, String with, String one, String two) {
        Resolver dns = zone(without, with.replace("KEY", KEY));
        ZonePlan plan = plan(Publishing.STANDARD, dns);
        assertThat(shown(plan)).containsExactlyInAnyOrder(one, two);
        assertThat(plan.changes().getLast()).isInstanceOf(RecordChange.Remove.class);
        settles(Publishing.STANDARD, dns, plan);
    }

    @Test
    void aWildcardIsNoMistake() {
        Resolver dns = zone("");
        Resolver wild =
                (name, type) -> {
                    Answer answer = dns.query(name, type);
                    return answer instanceof Answer.NoRecord && type == RecordType.TXT
                            ? new Answer.Found(
                                    List.of(new DnsRecord.Txt("v=DMARC1; p=none")), false, 60)
                            : answer;
                };
        assertThat(shown(plan(Publishing.STANDARD, wild))).isEmpty();
    }

    @Test
    void severalBecomeOne() {
        Resolver dns =
                zone(
                        "",
                        "example.com TXT v=spf1 include:x.example ~all",
                        "_dmarc.example.com TXT v=DMARC1; p=reject");
        ZonePlan plan = plan(Publishing.STANDARD, dns);
        assertThat(shown(plan))
                .containsExactly(
                        "change example.com SEVERAL",
                        "remove example.com SEVERAL",
                        "change _dmarc.example.com SEVERAL DMARC_RAISED",
                        "remove _dmarc.example.com SEVERAL");
        assertThat(plan.spf()).contains("v=spf1 ip4:192.0.2.25 include:x.example ~all");
        settles(Publishing.STANDARD, dns, plan);
    }

    @Test
    void aDecisionTurnsAConflictIntoChanges() {
        Resolver dns =
                zone(
                        "example.com MX",
                        "example.com MX 5 a.example.net",
                        "example.com MX 7 b.example.net");
        ZonePlan plan = plan(Publishing.STANDARD, dns, "example.com");
        assertThat(shown(plan))
                .containsExactly(
                        "change example.com MAIL_GOES_ELSEWHERE DECIDED",
                        "remove example.com MAIL_GOES_ELSEWHERE DECIDED");
        settles(Publishing.STANDARD, dns, plan);
        Resolver alias = zone("_dmarc", "_dmarc.example.com CNAME d.service.example");
        assertThat(shown(plan(Publishing.STANDARD, alias, "_dmarc.example.com")))
                .containsExactly(
                        "add _dmarc.example.com ALIAS_IN_THE_WAY DECIDED",
                        "remove _dmarc.example.com ALIAS_IN_THE_WAY DECIDED");
    }

    private static final Publishing EVERYTHING =
            new Publishing(
                    new Publishing.Spf(Publishing.All.FAIL, List.of(), List.of()),
                    new Publishing.Dmarc(
                            Policy.NONE,
                            List.of(MailAddress.of("reports@reports.example")),
                            List.of(DomainName.of("other.example"))),
                    Publishing.Practices.DISCARDABLE,
                    new Publishing.Transport(
                            "20261124",
                            List.of("mailto:tls@example.com"),
                            List.of(new DnsRecord.Tlsa(3, 1, 1, "ab".repeat(32)))),
                    new Publishing.Discovery(List.of(Publishing.Service.SUBMISSIONS), true),
                    List.of(new DnsRecord.Caa(0, "issue", "ca.example; validationmethods=dns-01")),
                    new Publishing.Bimi("https://example.com/logo.svg", ""),
                    List.of("google-site-verification=abc"));

    @Test
    void everythingThatCanBeWanted() {
        Resolver dns = zone("_dmarc");
        ZonePlan plan = plan(EVERYTHING, dns);
        assertThat(shown(plan))
                .containsExactly(
                        "add example.com MISSING",
                        "add example.com MISSING",
                        "add default._bimi.example.com MISSING BIMI_NEEDS_DMARC",
                        "add _dmarc.example.com MISSING DMARC_STARTS",
                        "add other.example._report._dmarc.example.com MISSING",
                        "add _adsp._domainkey.example.com MISSING ADSP_HISTORIC",
                        "add _mta-sts.example.com MISSING",
                        "add _autodiscover._tcp.example.com MISSING",
                        "add _submissions._tcp.example.com MISSING",
                        "add _smtp._tls.example.com MISSING",
                        "add autoconfig.example.com MISSING",
                        "add _25._tcp.mail.example.com MISSING TLSA_UNSIGNED",
                        "add mta-sts.example.com MISSING",
                        "elsewhere example.com._report._dmarc.reports.example NOT_OURS");
        settles(EVERYTHING, dns, plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.com CAA 0 issue ca.example | conflict example.com CAA_WIDER",
                "example.com CAA 0 issue ; | conflict example.com CAA_FORBIDS",
                "example.com CAA 0 issue other.example | foreign example.com OTHERS",
                "_smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:x@service.example | change _smtp._tls.example.com DMARC_REPORTS",
                "_mta-sts.example.com TXT v=STSv1; id=1; | change _mta-sts.example.com DIFFERS",
                "mta-sts.example.com A 198.51.100.7 | present mta-sts.example.com LEADS_SOMEWHERE",
                "mta-sts.example.com TXT v=STSv1; id=1; | remove mta-sts.example.com MISPLACED",
                "_adsp._domainkey.example.com TXT dkim=unknown | change _adsp._domainkey.example.com DIFFERS ADSP_HISTORIC",
                "_submissions._tcp.example.com SRV 0 1 465 smtp.example.net | conflict _submissions._tcp.example.com MAIL_GOES_ELSEWHERE",
                "_25._tcp.mail.example.com TLSA 3 1 1 cdcd | foreign _25._tcp.mail.example.com OTHERS"
            })
    void othersRecordsBesideOurs(String there, String expected) {
        Resolver dns = zone("", there);
        ZonePlan plan = plan(EVERYTHING, dns);
        assertThat(shown(plan)).contains(expected);
        settles(EVERYTHING, dns, plan);
    }
}
