package org.hikyaku.milterd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.fakes.MilterMta;
import org.hikyaku.fakes.MilterMta.Outcome;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.ops.Event;
import org.hikyaku.store.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MilterSituationsTest {

    private static final String OURS =
            "From: Alice <alice@here.example>\nTo: bob@out.example\nSubject: a\n  folded subject\nMessage-ID: <1@here.example>\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n\nHello\n.\n\n\n";

    private static final String THEIRS =
            "From: c@out.example\nTo: alice@here.example\nSubject: hi\n\nHello\n";

    @TempDir Path folder;

    static List<MilterOptions> generations() {
        return List.of(
                MilterMta.NEWEST,
                MilterMta.OLDEST,
                // Sendmail without the silent steps, and version 4
                new MilterOptions(6, 0x1ff, 0x10077f),
                new MilterOptions(4, 0x3f, 0x37f));
    }

    private MilterMta mta(MilterServer server, MilterOptions offered) throws IOException {
        MilterMta mta = MilterMta.connect(server.listener.port());
        mta.negotiate(offered);
        return mta;
    }

    @ParameterizedTest
    @MethodSource("generations")
    void whoHasLoggedInIsSignedForWithBothKeys(MilterOptions offered) throws IOException {
        try (var server = new MilterServer(folder);
                var mta = mta(server, offered)) {
            mta.client("laptop.example", "198.51.100.7");
            mta.macros('M', Map.of("i", "4F2", "auth_type", "PLAIN", "auth_authen", "alice"));
            mta.envelope("alice@here.example", "bob@out.example");
            Outcome outcome = mta.message(OURS);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(outcome.header().getFirst()).startsWith("DKIM-Signature: v=1; a=");
            assertThat(server.signatures(outcome))
                    .hasSize(2)
                    .allMatch(DkimResult::passed)
                    .extracting(DkimResult::algorithm)
                    .containsExactlyInAnyOrder("rsa-sha256", "ed25519-sha256");
            assertThat(outcome.all("Authentication-Results")).isEmpty();
            assertThat(server.evidence.inbound(MilterServer.NOW, 9)).isEmpty();
            assertThat(server.events.of(Event.MessageSubmitted.class))
                    .singleElement()
                    .satisfies(
                            e -> {
                                assertThat(e.session()).endsWith(".4F2");
                                assertThat(e.account()).isEqualTo("alice");
                                assertThat(e.signedBy()).isEqualTo("here.example x2");
                                assertThat(e.to()).containsExactly("bob@out.example");
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("generations")
    void whatComesFromOutsideIsChecked(MilterOptions offered) throws IOException {
        try (var server = new MilterServer(folder);
                var mta = mta(server, offered)) {
            mta.client("mx.out.example", "192.0.2.1");
            mta.macros('M', Map.of("i", "4F3", "mail_addr", "c@out.example"));
            mta.envelope("c@out.example", "alice@here.example", "b@here.example");
            Outcome outcome = mta.message(THEIRS);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(outcome.header().getFirst())
                    .startsWith("Authentication-Results: mx.here.example;")
                    .doesNotContain("\r")
                    .contains(
                            "spf=pass",
                            "smtp.mailfrom=out.example",
                            "dkim=none",
                            "dmarc=pass",
                            "iprev=pass",
                            "dkim-adsp=fail");
            assertThat(outcome.header()).hasSize(4);
            Evidence.Inbound row = server.evidence.inbound(MilterServer.NOW, 9).getFirst();
            assertThat(row.clientIp()).isEqualTo("192.0.2.1");
            assertThat(row.dmarc()).isEqualTo("pass");
            assertThat(row.disposition()).isEqualTo("deliver");
            assertThat(row.recipients()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("generations")
    void whatTheAuthorsDomainRejectsIsRejected(MilterOptions offered) throws IOException {
        try (var server = new MilterServer(folder);
                var mta = mta(server, offered)) {
            mta.client("evil.example", "203.0.113.9");
            mta.envelope("x@evil.example", "alice@here.example");
            Outcome outcome = mta.message(THEIRS);
            assertThat(outcome.reply()).startsWith("550 5.7.26 ").contains("out.example");
            assertThat(server.evidence.inbound(MilterServer.NOW, 9).getFirst().disposition())
                    .isEqualTo("reject");
        }
    }

    @Test
    void whatAUserSubmitsIsNeverCheckedAgainstDmarc() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("laptop.example", "203.0.113.9");
            mta.macros('M', Map.of("auth_authen", "alice"));
            mta.envelope("alice@here.example", "bob@out.example");
            // From a domain that rejects what is not from its own hosts, and that has no key here.
            Outcome outcome = mta.message(THEIRS);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(outcome.header()).hasSize(3);
            assertThat(server.evidence.inbound(MilterServer.NOW, 9)).isEmpty();
        }
    }

    @Test
    void quarantineIsMarkedOrHeld() throws IOException {
        String message = THEIRS.replace("out.example", "quarantine.example");
        try (var server = new MilterServer(folder.resolve("mark"));
                var mta = server.mta()) {
            mta.client("evil.example", "203.0.113.9");
            mta.envelope("x@evil.example", "alice@here.example");
            Outcome outcome = mta.message(message);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(outcome.quarantine()).isNull();
            assertThat(outcome.header().getFirst()).contains("dmarc=fail (p=quarantine)");
        }
        var hold =
                new MilterRules.Options(
                        MilterRules.Quarantine.HOLD, MilterRules.Unsignable.REJECT, false);
        try (var server = new MilterServer(folder.resolve("hold"), hold);
                var mta = server.mta()) {
            mta.client("evil.example", "203.0.113.9");
            mta.envelope("x@evil.example", "alice@here.example");
            Outcome outcome = mta.message(message);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(outcome.quarantine()).isNotNull();
            assertThat(server.evidence.inbound(MilterServer.NOW, 9).getFirst().disposition())
                    .isEqualTo("quarantine");
        }
    }

    @Test
    void bouncesAndLocalMailAreSigned() throws IOException {
        String bounce = OURS.replace("Alice <alice@here.example>", "MAILER-DAEMON@here.example");
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            // Postfix's cleanup: no client, but localhost told in its place
            mta.client("localhost", "127.0.0.1");
            mta.envelope("", "bob@out.example");
            assertThat(server.signatures(mta.message(bounce)))
                    .hasSize(2)
                    .allMatch(DkimResult::passed);
        }
        try (var server = new MilterServer(folder.resolve("2"));
                var mta = server.mta()) {
            mta.put(
                    new org.hikyaku.milter.MilterCommand.Connect(
                            "localhost", org.hikyaku.milter.MilterCommand.Family.UNKNOWN, 0, ""));
            mta.envelope("", "bob@out.example");
            assertThat(server.signatures(mta.message(bounce))).hasSize(2);
        }
    }

    @Test
    void aDaemonOfOursSignsWhoeverTheClientIs() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.macros('C', Map.of("daemon_name", "ORIGINATING", "j", "mx.here.example"));
            mta.client("laptop.example", "203.0.113.9");
            mta.envelope("alice@here.example", "bob@out.example");
            assertThat(server.signatures(mta.message(OURS))).hasSize(2);
        }
    }

    @Test
    void sendmailWritesIpv6AddressesInItsOwnWay() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("mx.out.example", "IPv6:2001:db8::1");
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message(THEIRS).header().getFirst()).contains("spf=pass");
        }
    }

    @Test
    void severalMessagesAndClientsOnOneConnection() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("laptop.example", "203.0.113.9");
            for (int i = 0; i < 3; i++) {
                mta.macros('M', Map.of("auth_authen", "alice", "i", "A" + i));
                mta.envelope("alice@here.example", "bob@out.example");
                assertThat(server.signatures(mta.message(OURS))).hasSize(2);
                mta.abort(); // Postfix sends it after each message
            }
            // Without logging in anew, and under the same connection: macros are of one message.
            mta.envelope("alice@here.example", "bob@out.example");
            assertThat(mta.message(OURS).all("DKIM-Signature")).isEmpty();
            mta.put(new org.hikyaku.milter.MilterCommand.NextClient());
            mta.client("mx.out.example", "192.0.2.1");
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message(THEIRS).header().getFirst()).contains("spf=pass");
            mta.put(new org.hikyaku.milter.MilterCommand.Quit());
            assertThat(mta.reply()).isEmpty();
        }
    }

    @Test
    void whatClaimsToBeOursGoesAndTheRestStays() throws IOException {
        String message =
                """
                Authentication-Results: mx.here.example; dkim=pass (forged)
                AUTHENTICATION-results : (a) "MX.Here.Example" 1; spf=pass (forged)
                Authentication-Results: mx.other.example; spf=pass (theirs)
                Authentication-Results:
                 mx.here.example.; spf=pass (forged)
                Authentication-Results: =?utf-8?q?mx=2Ehere=2Eexample?=; spf=pass (forged)
                X-Authentication-Results: mx.here.example; spf=pass (theirs)
                From: c@out.example

                Hello
                """;
        for (MilterOptions offered : generations()) {
            try (var server = new MilterServer(folder.resolve("" + offered));
                    var mta = mta(server, offered)) {
                mta.client("mx.out.example", "192.0.2.1");
                mta.envelope("c@out.example", "alice@here.example");
                Outcome outcome = mta.message(message);
                String all = String.join("\n", outcome.header());
                assertThat(all).doesNotContain("forged");
                assertThat(all.split("\\(theirs\\)", -1)).hasSize(3);
                assertThat(outcome.all("Authentication-Results")).hasSize(2);
            }
        }
    }

    @Test
    void aLargeMessageIsNotHeld() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("localhost", "127.0.0.1");
            mta.envelope("alice@here.example", "bob@out.example");
            String line = "0123456789".repeat(7) + "\r\n";
            Outcome outcome =
                    mta.body(
                            sent(mta, OURS.substring(0, OURS.indexOf("\n\n"))),
                            line.repeat(70_000));
            assertThat(server.signatures(outcome)).hasSize(2).allMatch(DkimResult::passed);
        }
    }

    private static List<String> sent(MilterMta mta, String header) throws IOException {
        List<String> fields = List.of(header.split("\n(?! )"));
        for (String field : fields) {
            mta.field(field);
        }
        return fields;
    }

    @Test
    void aMessageWithTwoAuthorsIsNotSignedButRefused() throws IOException {
        String two = "From: eve@here.example\n" + OURS;
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("localhost", "127.0.0.1");
            mta.envelope("alice@here.example", "bob@out.example");
            assertThat(mta.message(two).reply()).startsWith("550 5.6.0 ");
        }
    }

    @Test
    void aHeaderWithoutEndIsRefusedAndNotHeld() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("mx.out.example", "192.0.2.1");
            mta.envelope("c@out.example", "alice@here.example");
            for (int i = 0; i < 2000; i++) {
                mta.field("X-" + i + ": " + "a".repeat(900));
            }
            assertThat(mta.body(List.of(), "x").reply()).startsWith("552 5.3.4 ");
        }
    }

    @Test
    void whatFailsOnOurSideIsDeferred() throws IOException {
        try (var server =
                        new MilterServer(
                                folder,
                                MilterRules.Options.STANDARD,
                                _ -> {
                                    throw new IllegalStateException("a bug");
                                });
                var mta = server.mta()) {
            mta.client("mx.out.example", "192.0.2.1");
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message(THEIRS).reply()).startsWith("451 4.3.0 ");
            assertThat(server.events.of(Event.Bug.class)).hasSize(1);
            // and the connection goes on
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message(THEIRS).reply()).startsWith("451 4.3.0 ");
        }
    }

    @Test
    void otherRulesHoldFromTheNextMessageOn() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("mx.out.example", "192.0.2.1");
            mta.envelope("c@out.example", "alice@here.example");
            mta.field("From: c@out.example");
            server.endpoint.use(
                    server.rules(
                            _ -> new org.hikyaku.signing.SigningDecision.Neither(List.of()),
                            _ -> new org.hikyaku.inbound.Decision.Deliver("", null),
                            MilterRules.Options.STANDARD));
            Outcome before = mta.body(List.of("From: c@out.example"), "x\r\n");
            assertThat(before.all("Authentication-Results")).hasSize(1);
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message(THEIRS).all("Authentication-Results")).isEmpty();
        }
    }

    @Test
    void theServerIsAskedForWhatIsNeeded() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = MilterMta.connect(server.listener.port())) {
            MilterReply.Negotiated agreed = mta.negotiate(MilterMta.NEWEST);
            assertThat(agreed.options().version()).isEqualTo(6);
            assertThat(agreed.macros().get(org.hikyaku.milter.MilterStage.MAIL))
                    .contains("i", "auth_authen");
        }
        try (var server = new MilterServer(folder.resolve("2"));
                var mta = MilterMta.connect(server.listener.port())) {
            MilterReply.Negotiated agreed = mta.negotiate(MilterMta.OLDEST);
            assertThat(agreed.options()).isEqualTo(new MilterOptions(2, 0x31, 0));
            assertThat(agreed.macros()).isEmpty();
        }
    }
}
