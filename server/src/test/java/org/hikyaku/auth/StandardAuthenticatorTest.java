package org.hikyaku.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.api.Test;

final class StandardAuthenticatorTest {

    private static final SenderWorld WORLD = new SenderWorld();
    private static final String AUTHOR = "Anna <a@out.example>";

    private static AuthVerdict check(MessageAuthenticator.Peer peer, byte[] message) {
        return SenderWorld.check(SenderWorld.receiver(WORLD.zone().build()), peer, message);
    }

    @Test
    void everythingPasses() {
        AuthVerdict verdict =
                check(SenderWorld.OWN_SERVER, WORLD.signed(SenderWorld.text(AUTHOR, 500)));

        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.PASS);
        assertThat(verdict.helo().code()).isEqualTo(SpfResult.Code.PASS);
        assertThat(verdict.dkim()).hasSize(2).allMatch(DkimResult::passed);
        assertThat(verdict.arc().code()).isEqualTo(ArcResult.Code.NONE);
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.PASS);
        assertThat(verdict.dmarc().policy()).isEqualTo(DmarcVerdict.Policy.REJECT);
    }

    @Test
    void piecesOfOneOctetGiveTheSameVerdict() {
        byte[] message = WORLD.signed(SenderWorld.text(AUTHOR, 500));
        MessageAuthenticator receiver = SenderWorld.receiver(WORLD.zone().build());

        assertThat(SenderWorld.check(receiver, SenderWorld.OWN_SERVER, message, 1))
                .isEqualTo(SenderWorld.check(receiver, SenderWorld.OWN_SERVER, message));
    }

    @Test
    void aForgedMessageFails() {
        byte[] message = SenderWorld.text(AUTHOR, 500).getBytes(StandardCharsets.US_ASCII);

        AuthVerdict verdict = check(SenderWorld.STRANGER, message);

        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.FAIL);
        assertThat(verdict.dkim()).isEmpty();
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.FAIL);
    }

    @Test
    void anotherAuthorIsNotAlignedWithWhatPasses() {
        byte[] message =
                ("DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=x; h=from; bh=AA==; b=AA==\r\n"
                                + SenderWorld.text("a@bank.example", 100))
                        .getBytes(StandardCharsets.US_ASCII);
        Resolver zone = WORLD.zone().line("_dmarc.bank.example TXT v=DMARC1; p=reject").build();

        AuthVerdict verdict =
                SenderWorld.check(SenderWorld.receiver(zone), SenderWorld.OWN_SERVER, message);

        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.PASS);
        assertThat(verdict.dkim()).hasSize(1).noneMatch(DkimResult::passed);
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.FAIL);
    }

    @Test
    void aChangedBodyBreaksBothSignaturesAndSpfStillCarriesDmarc() {
        byte[] message = WORLD.signed(SenderWorld.text(AUTHOR, 500));
        message[message.length - 10] ^= 1;

        AuthVerdict verdict = check(SenderWorld.OWN_SERVER, message);

        assertThat(verdict.dkim())
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.code()).isEqualTo(DkimResult.Code.FAIL))
                .allSatisfy(r -> assertThat(r.reason()).contains("body hash"));
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.PASS);
        assertThat(verdict.dmarc().dkimAligned()).isFalse();
    }

    @Test
    void aForwardedMessageStandsOnItsSignature() {
        AuthVerdict verdict =
                check(SenderWorld.STRANGER, WORLD.signed(SenderWorld.text(AUTHOR, 500)));

        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.FAIL);
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.PASS);
        assertThat(verdict.dmarc().spfAligned()).isFalse();
    }

    @Test
    void withoutDnsNothingIsKnownAndNothingThrows() {
        Resolver down = (name, type) -> new Answer.Failed(Answer.Failure.TIMEOUT, "silent");

        AuthVerdict verdict =
                SenderWorld.check(
                        SenderWorld.receiver(down),
                        SenderWorld.OWN_SERVER,
                        WORLD.signed(SenderWorld.text(AUTHOR, 500)));

        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.TEMPERROR);
        assertThat(verdict.dkim())
                .allSatisfy(r -> assertThat(r.code()).isEqualTo(DkimResult.Code.TEMPERROR));
        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.TEMPERROR);
    }

    @Test
    void withoutFromThereIsNobodyToAskAbout() {
        AuthVerdict verdict =
                check(
                        SenderWorld.OWN_SERVER,
                        "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.PERMERROR);
        assertThat(verdict.dmarc().reason()).contains("0 From");
    }

    @Test
    void anEmptyMessageAndOneOfGarbageGetVerdicts() {
        for (byte[] message : new byte[][] {{}, {0, 1, 2, -1, '\r', '\n', '\r', '\n', -128}}) {
            AuthVerdict verdict = check(SenderWorld.STRANGER, message);

            assertThat(verdict.dkim()).isEmpty();
            assertThat(verdict.dmarc().code()).isEqualTo(DmarcVerdict.Code.PERMERROR);
        }
    }

    @Test
    void bouncesAreCheckedByTheirHelo() {
        var peer = SenderWorld.peer("192.0.2.25", "");
        AuthVerdict verdict = check(peer, WORLD.signed(SenderWorld.text(AUTHOR, 100)));

        assertThat(verdict.spf().identity()).isEqualTo(SpfResult.Identity.HELO);
        assertThat(verdict.spf().code()).isEqualTo(SpfResult.Code.PASS);
    }

    @Test
    void fiveMegabytesStreamThrough() {
        byte[] message = WORLD.signed(SenderWorld.text(AUTHOR, 5_000_000));

        AuthVerdict verdict =
                SenderWorld.check(
                        SenderWorld.receiver(WORLD.zone().build()),
                        SenderWorld.OWN_SERVER,
                        message,
                        8192);

        assertThat(verdict.dkim()).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void oneBudgetCoversAllChecks() {
        AtomicInteger asked = new AtomicInteger();
        Resolver counting =
                (name, type) -> {
                    asked.incrementAndGet();
                    return WORLD.zone().build().query(name, type);
                };
        StringBuilder signatures = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            signatures.append(
                    "DKIM-Signature: v=1; a=rsa-sha256; d=d"
                            + i
                            + ".example; s=s; h=from;\r\n"
                            + " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n");
        }
        byte[] message =
                (signatures + SenderWorld.text(AUTHOR, 10)).getBytes(StandardCharsets.US_ASCII);
        var usual = StandardAuthenticator.Options.STANDARD;
        var receiver =
                new StandardAuthenticator(
                        DomainName.of("mx.in.example"),
                        counting,
                        SenderWorld.CLOCK,
                        new StandardAuthenticator.Options(
                                new BudgetedResolver.Budget(5, Duration.ofSeconds(9)),
                                usual.spf(),
                                usual.dkim(),
                                usual.dmarc()));

        AuthVerdict verdict = SenderWorld.check(receiver, SenderWorld.OWN_SERVER, message);

        assertThat(asked.get()).isLessThanOrEqualTo(5);
        assertThat(verdict.dkim()).noneMatch(DkimResult::passed);
    }

    @Test
    void eachQuestionIsAskedOncePerMessage() {
        var asked = new java.util.concurrent.ConcurrentHashMap<String, Integer>();
        Resolver zone = WORLD.zone().build();
        Resolver counting =
                (name, type) -> {
                    asked.merge(name + " " + type, 1, Integer::sum);
                    return zone.query(name, type);
                };

        SenderWorld.check(
                SenderWorld.receiver(counting),
                SenderWorld.OWN_SERVER,
                WORLD.signed(SenderWorld.text(AUTHOR, 100)));

        assertThat(asked.values()).containsOnly(1);
        assertThat(asked).containsKeys("out.example " + RecordType.TXT, "_dmarc.out.example TXT");
    }

    /** A resolver that remembers {@code known}, and tells who waits for the rest. */
    private record Remembering(Resolver zone, Set<String> known, Set<Thread> waiting)
            implements Resolver {

        @Override
        public Answer query(DomainName name, RecordType type) {
            if (!known.contains(name.ascii())) {
                waiting.add(Thread.currentThread());
            }
            return zone.query(name, type);
        }

        @Override
        public Optional<Answer> known(DomainName name, RecordType type) {
            return known.contains(name.ascii())
                    ? Optional.of(zone.query(name, type))
                    : Optional.empty();
        }
    }

    @Test
    void whatIsRememberedIsNotAskedForAndMakesNoDifference() {
        Resolver zone = WORLD.zone().build();
        byte[] message = WORLD.signed(SenderWorld.text(AUTHOR, 100));
        AuthVerdict asked = check(SenderWorld.OWN_SERVER, message);
        List<String> names =
                List.of(
                        "out.example",
                        "mx.out.example",
                        "_dmarc.out.example",
                        "r1._domainkey.out.example",
                        "e1._domainkey.out.example");

        for (int count = 0; count <= names.size(); count++) {
            Remembering resolver =
                    new Remembering(
                            zone,
                            Set.copyOf(names.subList(0, count)),
                            ConcurrentHashMap.newKeySet());
            AuthVerdict verdict =
                    SenderWorld.check(
                            SenderWorld.receiver(resolver), SenderWorld.OWN_SERVER, message);

            assertThat(verdict).as("%s names remembered", count).isEqualTo(asked);
            if (count == names.size()) {
                assertThat(resolver.waiting()).isEmpty();
            }
        }
    }
}
