package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dns.ChangedResolver;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.plan.Sighting.Signature;
import org.junit.jupiter.api.Test;

/** Messages that were seen, judged by a zone as it would be. */
final class ReplayTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final DomainName DOMAIN = DomainName.of("example.com");
    private static final DomainName SELECTOR = DomainName.of("s1._domainkey.example.com");
    private static final String SPF = "v=spf1 ip4:192.0.2.25 ip4:198.51.100.7 -all";
    private static final String DMARC = "v=DMARC1; p=reject";
    private static final String KEY = "v=DKIM1; p=MIIBabcd";

    private static final Resolver ZONE =
            FakeResolver.of(
                    "example.com TXT " + SPF,
                    "_dmarc.example.com TXT " + DMARC,
                    "s1._domainkey.example.com TXT " + KEY,
                    "com NS a.gtld.example");

    private static Sighting seen(String client, Signature... signatures) {
        return new Sighting(
                "mail from " + client,
                NOW,
                InetAddress.ofLiteral(client),
                "mail.example.com",
                MailAddress.of("anna@example.com"),
                DOMAIN,
                List.of(signatures));
    }

    private static OwnedRecord txt(DomainName name, String text) {
        return OwnedRecord.of(name, new DnsRecord.Txt(text));
    }

    private static RecordChange replace(DomainName name, String before, String after) {
        return new RecordChange.Replace(txt(name, before), txt(name, after));
    }

    private static List<Flip> flips(RecordChange change, Sighting... messages) {
        return new Replay(
                        ZONE, new ChangedResolver(ZONE, List.of(change)), InstantSource.fixed(NOW))
                .flips(List.of(messages));
    }

    private static List<String> shown(List<Flip> flips) {
        return flips.stream()
                .map(
                        f ->
                                f.message().label()
                                        + ": "
                                        + f.check()
                                        + " "
                                        + f.before()
                                        + " → "
                                        + f.after())
                .toList();
    }

    @Test
    void aSourceThatSpfForgetsIsNamed() {
        List<Flip> flips =
                flips(
                        replace(DOMAIN, SPF, "v=spf1 ip4:192.0.2.25 -all"),
                        seen("192.0.2.25"),
                        seen("198.51.100.7"),
                        seen("203.0.113.9"));
        assertThat(shown(flips))
                .containsExactly(
                        "mail from 198.51.100.7: SPF pass → fail",
                        "mail from 198.51.100.7: DMARC pass → fail (p=reject)");
        assertThat(flips).allMatch(Flip::isLoss);
    }

    @Test
    void aSignatureHoldsAMessageThatSpfForgets() {
        List<Flip> flips =
                flips(
                        replace(DOMAIN, SPF, "v=spf1 ip4:192.0.2.25 -all"),
                        seen("198.51.100.7", new Signature(DOMAIN, "s1", true)));
        assertThat(shown(flips)).containsExactly("mail from 198.51.100.7: SPF pass → fail");
    }

    @Test
    void aKeyThatGoesTakesItsMailAlong() {
        Sighting signed = seen("203.0.113.9", new Signature(DOMAIN, "s1", true));
        Sighting never = seen("203.0.113.10", new Signature(DOMAIN, "s1", false));
        Sighting foreign =
                seen("203.0.113.11", new Signature(DomainName.of("esp.example"), "k", true));
        assertThat(
                        shown(
                                flips(
                                        new RecordChange.Remove(txt(SELECTOR, KEY)),
                                        signed,
                                        never,
                                        foreign)))
                .containsExactly(
                        "mail from 203.0.113.9: DKIM pass → permerror",
                        "mail from 203.0.113.9: DMARC pass → fail (p=reject)");
        assertThat(shown(flips(replace(SELECTOR, KEY, "v=DKIM1; p=MIIBwxyz"), signed)))
                .contains("mail from 203.0.113.9: DKIM pass → fail");
        assertThat(shown(flips(replace(SELECTOR, KEY, "v=DKIM1; p="), signed)))
                .contains("mail from 203.0.113.9: DKIM pass → permerror");
        assertThat(flips(replace(SELECTOR, KEY, "v=DKIM1; k=rsa; t=s; p=MIIBabcd"), signed))
                .as("the same key in another text")
                .isEmpty();
    }

    /** Our own mail is signed with a key that may not be published yet. */
    @Test
    void aKeyOfOursPassesOnceItIsPublished() throws Exception {
        DkimKeyRecord ours = DkimKeyRecord.parse("v=DKIM1; k=rsa; p=MIIBours");
        Sighting mail = seen("203.0.113.9", new Signature(DOMAIN, "new", true, ours));
        DomainName name = DomainName.of("new._domainkey.example.com");
        assertThat(shown(flips(new RecordChange.Add(txt(name, "v=DKIM1; p=MIIBours")), mail)))
                .containsExactly(
                        "mail from 203.0.113.9: DKIM permerror → pass",
                        "mail from 203.0.113.9: DMARC fail (p=reject) → pass");
        assertThat(shown(flips(new RecordChange.Add(txt(name, "v=DKIM1; p=MIIBoth1")), mail)))
                .containsExactly("mail from 203.0.113.9: DKIM permerror → fail");
    }

    @Test
    void aStrongerPolicyIsToldAndIsNoLoss() {
        RecordChange change =
                replace(DomainName.of("_dmarc.example.com"), DMARC, "v=DMARC1; p=none");
        List<Flip> flips = flips(change, seen("203.0.113.9"));
        assertThat(shown(flips))
                .containsExactly("mail from 203.0.113.9: DMARC fail (p=reject) → fail (p=none)");
        assertThat(flips).noneMatch(Flip::isLoss);
    }

    @Test
    void aTooLongRecordFlipsAll() {
        String many = "v=spf1 a a a a a a a a a a a ip4:198.51.100.7 -all";
        assertThat(shown(flips(replace(DOMAIN, SPF, many), seen("198.51.100.7"))))
                .contains("mail from 198.51.100.7: SPF pass → permerror");
    }

    @Test
    void aNewSourceGains() {
        List<Flip> flips =
                flips(
                        replace(DOMAIN, SPF, SPF.replace("ip4:192", "ip4:203.0.113.9 ip4:192")),
                        seen("203.0.113.9"));
        assertThat(flips).hasSize(2).allMatch(Flip::isGain);
    }

    @Test
    void mailOfOthersDoesNotConcernTheZone() {
        Sighting other =
                new Sighting(
                        "x",
                        NOW,
                        InetAddress.ofLiteral("192.0.2.1"),
                        "mx.other.example",
                        null,
                        DomainName.of("other.example"),
                        List.of(new Signature(DomainName.of("other.example"), "s", true)));
        assertThat(other.concerns(DOMAIN)).isFalse();
        assertThat(seen("192.0.2.1").concerns(DOMAIN)).isTrue();
    }
}
