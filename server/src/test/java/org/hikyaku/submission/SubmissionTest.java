package org.hikyaku.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.hikyaku.dkim.DkimLimits;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.IpNet;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubmissionTest {

    private static final String MESSAGE = "From: b@here.example\nTo: d@elsewhere.example\n\nHi";

    @TempDir Path folder;

    private SubmissionServer server() throws IOException {
        return new SubmissionServer(folder, List.of());
    }

    @Test
    void nothingGoesWithoutALogin() throws IOException {
        try (var server = server();
                var client = ScriptedClient.connect(server.listener.port())) {
            assertThat(client.hello().lines()).noneMatch(l -> l.startsWith("AUTH"));
            assertThat(client.ask("MAIL FROM:<b@here.example>").toString()).startsWith("530 5.7.0");
            assertThat(client.ask("AUTH PLAIN " + SubmissionServer.plain("b", "right")).code())
                    .isEqualTo(538);
            client.startTls();
            assertThat(client.ask("MAIL FROM:<b@here.example>").toString()).startsWith("530 5.7.0");
            assertThat(
                            client.ask(
                                            "AUTH PLAIN "
                                                    + SubmissionServer.plain(
                                                            "b@here.example", "wrong"))
                                    .code())
                    .isEqualTo(535);
        }
    }

    @Test
    void whatIsMissingIsAddedAndWhatIsSecretRemoved() throws IOException {
        String message =
                "From: B <b@here.example>\nBcc: e@secret.example,\n f@secret.example\nSubject: x\n"
                        + "Resent-Bcc: g@secret.example\n\nBcc: stays";
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(SubmissionServer.send(client, "b@here.example", message).toString())
                    .startsWith("250 2.0.0 Queued as ");
            assertThat(server.queued())
                    .doesNotContain("secret")
                    .doesNotContain("127.0.0.1")
                    .contains("Bcc: stays")
                    .contains("\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n")
                    .containsPattern("\r\nMessage-ID: <\\S+@here\\.example>\r\n")
                    .startsWith("Received: by mail.here.example (Hikyaku) with ESMTPSA\r\n");
        }
    }

    @Test
    void whatIsThereStays() throws IOException {
        String message = "Date: yesterday\nMessage-Id: <1@x>\n" + MESSAGE;
        try (var server = server();
                var client = server.login("b@here.example")) {
            SubmissionServer.send(client, "b@here.example", message);
            assertThat(server.queued().split("(?i)\r\n(date|message-id):", -1)).hasSize(3);
        }
    }

    @Test
    void everyKeySignsAndTheSignaturesVerify() throws Exception {
        try (var server = server()) {
            KeyPair rsa = server.addKey("r1", "rsa");
            KeyPair ed = server.addKey("e1", "ed25519");
            try (var client = server.login("b@here.example")) {
                SubmissionServer.send(client, "b@here.example", MESSAGE);
            }
            var dns =
                    FakeResolver.of(
                            "r1._domainkey.here.example TXT v=DKIM1; p=" + base64(rsa, 0),
                            "e1._domainkey.here.example TXT v=DKIM1; k=ed25519; p="
                                    + base64(ed, 12));
            assertThat(verified(server.queued(), dns)).hasSize(2).allMatch(DkimResult::passed);
            assertThat(server.events.of(Event.MessageSubmitted.class).getFirst().signedBy())
                    .isEqualTo("here.example x2");
        }
    }

    /** The published half; an Ed25519 key is published without its 12 octets of envelope. */
    private static String base64(KeyPair pair, int skip) {
        byte[] der = pair.getPublic().getEncoded();
        return Base64.getEncoder()
                .encodeToString(java.util.Arrays.copyOfRange(der, skip, der.length));
    }

    private static List<DkimResult> verified(String message, FakeResolver dns) throws IOException {
        var clock = InstantSource.fixed(SubmissionServer.NOW);
        var run = new DkimVerifier(dns, clock, DkimLimits.STANDARD).begin();
        var scanner = new MessageScanner(List.of(run));
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        scanner.feed(octets, 0, octets.length);
        scanner.end();
        return run.results();
    }

    @ParameterizedTest
    @CsvSource({
        "b@here.example, 250",
        "b+tag@here.example, 250",
        "B@HERE.example, 250",
        "all@here.example, 250",
        "'', 250",
        "c@here.example, 553",
        "nobody@here.example, 553",
        "b@elsewhere.example, 553",
    })
    void whoseAddress(String from, int code) throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(client.ask("MAIL FROM:<" + from + ">").code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: c@here.example\n\nx",
                "From: b@here.example, c@here.example\n\nx",
                "From: \"b@here.example\" <ceo@elsewhere.example>\n\nx",
            })
    void nobodyWritesInAnothersName(String message) throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(SubmissionServer.send(client, "b@here.example", message).toString())
                    .startsWith("550 5.7.1 From: This account may not send as ");
            assertThat(server.queue()).isEmpty();
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Subject: x\\n\\ny|550 5.6.0 The message needs exactly one From",
                "From: b@here.example\\nFrom: b@here.example\\n\\ny|550 5.6.0",
                "From: nobody\\n\\ny|550 5.6.0",
                "From: b@here.example\\nno field\\n\\ny|550 5.6.0 The header holds a line",
                "From: b@here.example\\nSubject: \u00fc\\n\\ny|550 5.6.7 Subject holds octets",
            })
    void whatNobodyWouldTake(String message, String reply) throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(
                            SubmissionServer.send(
                                            client, "b@here.example", message.replace("\\n", "\n"))
                                    .toString())
                    .startsWith(reply);
            assertThat(server.queue()).isEmpty();
        }
    }

    /** RFC 8601 section 5: our own accounts would believe what stands under our name. */
    @Test
    void resultsUnderOurNameAreRemoved() throws IOException {
        String message =
                "Authentication-Results: mail.here.example; dkim=pass (forged)\n"
                        + "Authentication-Results: MAIL.here.example. 1; spf=pass (forged)\n"
                        + "Authentication-Results: mx.other.example; spf=pass (theirs)\n"
                        + MESSAGE;
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(SubmissionServer.send(client, "b@here.example", message).code())
                    .isEqualTo(250);
            assertThat(server.queued()).contains("(theirs)").doesNotContain("forged");
        }
    }

    @Test
    void aLoopIsCutOpen() throws IOException {
        String looped = "Received: from a by b; x\n".repeat(101) + MESSAGE;
        try (var server = server();
                var client = server.login("b@here.example")) {
            assertThat(SubmissionServer.send(client, "b@here.example", looped).toString())
                    .startsWith("554 5.4.6");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain text of some length, '', SEVEN_BIT",
        "\u00fc, '', EIGHT_BIT_MIME",
        "text before the \u00fc and more after it, '', EIGHT_BIT_MIME",
        "plain text of some length, BODY=8BITMIME, EIGHT_BIT_MIME",
    })
    void theNextHostIsToldOfEightBits(String body, String parameter, BodyType told)
            throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            client.ask("MAIL FROM:<b@here.example> " + parameter);
            client.ask("RCPT TO:<d@elsewhere.example>");
            client.ask("DATA");
            client.ask("From: b@here.example\r\n\r\n" + body + "\r\n.");
            assertThat(server.queue().getFirst().options().body()).isEqualTo(told);
        }
    }

    @Test
    void bareLineEndsAreRefused() throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            client.ask("MAIL FROM:<b@here.example>");
            client.ask("RCPT TO:<d@elsewhere.example>");
            client.ask("DATA");
            assertThat(client.ask("From: b@here.example\r\n\r\na\nb\r\n.").toString())
                    .startsWith("550 5.6.11");
        }
    }

    @Test
    void smtpUtf8AndDsnTravelWithTheMessage() throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            client.ask("MAIL FROM:<b@here.example> SMTPUTF8 BODY=8BITMIME RET=HDRS ENVID=E+2B1");
            client.ask("RCPT TO:<\u00fc@elsewhere.example> NOTIFY=NEVER");
            client.ask("DATA");
            client.ask("From: b@here.example\r\nSubject: \u00fc\r\n\r\nx\r\n.");
            var queued = server.queue().getFirst();
            assertThat(queued.options().smtpUtf8()).isTrue();
            assertThat(queued.options().envelopeId()).isEqualTo("E+1");
            assertThat(queued.entries().getFirst().recipient().notices())
                    .containsExactly(Recipient.Notify.NEVER);
            assertThat(server.queued()).contains("with UTF8SMTPSA");
        }
    }

    @Test
    void recipientsThatCannotBe() throws IOException {
        try (var server = server();
                var client = server.login("b@here.example")) {
            client.ask("MAIL FROM:<b@here.example>");
            assertThat(client.ask("RCPT TO:<x@[192.0.2.1]>").toString()).startsWith("550 5.1.2");
            assertThat(client.ask("RCPT TO:<nobody@here.example>").toString())
                    .startsWith("550 5.1.1");
            assertThat(client.ask("RCPT TO:<c@here.example>").code()).isEqualTo(250);
        }
    }

    @Test
    void trustedNetworksNeedNoLoginButOurDomain() throws IOException {
        var loopback = List.of(IpNet.of("127.0.0.0/8"), IpNet.of("::1"));
        try (var server = new SubmissionServer(folder, loopback);
                var client = ScriptedClient.connect(server.listener.port())) {
            client.hello();
            assertThat(client.ask("MAIL FROM:<x@elsewhere.example>").code()).isEqualTo(553);
            assertThat(
                            SubmissionServer.send(
                                            client,
                                            "x@here.example",
                                            "From: y@elsewhere.example\n\nz")
                                    .toString())
                    .startsWith("550 5.7.1 From: The domain of that sender");
            assertThat(SubmissionServer.send(client, "x@here.example", MESSAGE).code())
                    .isEqualTo(250);
            assertThat(server.queued()).contains("with ESMTP\r\n");
        }
    }
}
