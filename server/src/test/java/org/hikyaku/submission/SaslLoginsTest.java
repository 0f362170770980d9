package org.hikyaku.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.hikyaku.credentials.AccountVerifier;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.net.TlsDetails;
import org.hikyaku.ops.Event;
import org.hikyaku.sasl.ScramClient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtpd.SmtpEndpoint;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.smtpd.SmtpSettings;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins as a mail client makes them, over TLS, against a real account. */
final class SaslLoginsTest {

    private static final String LOGIN = "b@here.example";
    private static final String PASSWORD = "right pässword";

    @TempDir Path folder;
    private final Events events = new Events();
    private Store store;
    private Listener listener;

    @BeforeEach
    void start() throws IOException {
        var random = new SecureRandom();
        var clock = InstantSource.fixed(SubmissionServer.NOW);
        store = StoreFolder.open(folder);
        var passwords = new Passwords(random);
        store.accounts().updateSecrets(MailAddress.of(LOGIN), passwords.hash(PASSWORD));
        var logins =
                new SaslLogins(
                        new AccountVerifier(store.accounts(), passwords, clock, random),
                        new LoginGuard(clock),
                        events,
                        random);
        DomainName name = DomainName.of("mail.here.example");
        var service =
                new SubmissionService(
                        SubmissionSettings.of(name),
                        new SubmissionParts(store, logins, events, clock, random));
        var settings =
                new SmtpSettings(
                        "submissions",
                        name,
                        1 << 20,
                        SmtpSettings.Security.IMPLICIT,
                        SmtpLimits.DEFAULT);
        listener =
                Listener.start(
                        ListenerSettings.of(
                                "submissions",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new SmtpEndpoint(settings, service, TestTls.server(), events, 1),
                        events);
    }

    @AfterEach
    void stop() {
        listener.close();
        store.close();
    }

    private ScriptedClient connect() throws IOException {
        var client = ScriptedClient.connectTls(listener.port());
        assertThat(client.hello().lines())
                .contains("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN")
                .doesNotContain("STARTTLS");
        return client;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void plain() throws IOException {
        try (var client = connect()) {
            String wrong = SubmissionServer.plain(LOGIN, "wrong");
            assertThat(client.ask("AUTH PLAIN " + wrong).toString()).startsWith("535 5.7.8 ");
            String right = SubmissionServer.plain("B@Here.Example", PASSWORD);
            assertThat(client.ask("AUTH PLAIN " + right).code()).isEqualTo(235);
            assertThat(client.ask("MAIL FROM:<" + LOGIN + ">").code()).isEqualTo(250);
        }
        assertThat(events.of(Event.Login.class))
                .extracting(Event.Login::success)
                .containsExactly(false, true);
    }

    @Test
    void login() throws IOException {
        try (var client = connect()) {
            assertThat(client.ask("AUTH LOGIN")).isEqualTo(Reply.plain(334, base64("Username:")));
            assertThat(client.ask(base64(LOGIN)).code()).isEqualTo(334);
            assertThat(client.ask(base64(PASSWORD)).code()).isEqualTo(235);
        }
    }

    @Test
    void scram() throws IOException {
        assertThat(scram(PASSWORD)).isEqualTo(235);
        assertThat(scram("wrong")).isEqualTo(535);
    }

    private int scram(String password) throws IOException {
        try (var client = connect()) {
            return scram(client, "SCRAM-SHA-256", new ScramClient(LOGIN, password, "abcdefgh"));
        }
    }

    private static byte[] channel(ScriptedClient client, String type) {
        SSLSession session = ((SSLSocket) client.socket()).getSession();
        try {
            return type.equals("tls-exporter")
                    ? new TlsDetails(session.getProtocol(), "", session).exporter().orElseThrow()
                    : MessageDigest.getInstance("SHA-256")
                            .digest(session.getPeerCertificates()[0].getEncoded());
        } catch (GeneralSecurityException | SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 9266 and RFC 5929: both ends see the same channel, or somebody is in between. */
    @ParameterizedTest
    @CsvSource({
        "tls-exporter, true, 235",
        "tls-server-end-point, true, 235",
        "tls-exporter, false, 535",
        "tls-server-end-point, false, 535",
        "tls-unique, true, 535",
    })
    void boundToTheChannel(String type, boolean same, int code) throws IOException {
        try (var client = connect()) {
            byte[] channel = same ? channel(client, type) : new byte[32];
            var scram = ScramClient.bound(LOGIN, PASSWORD, "abcdefgh", type, channel);
            assertThat(scram(client, "SCRAM-SHA-256-PLUS", scram)).isEqualTo(code);
        }
    }

    private static int scram(ScriptedClient client, String mechanism, ScramClient scram)
            throws IOException {
        Reply first = client.ask("AUTH " + mechanism + " " + base64(scram.first()));
        if (first.code() != 334) {
            return first.code();
        }
        byte[] serverFirst = Base64.getDecoder().decode(first.text());
        Reply proof = client.ask(base64(scram.answer(serverFirst).orElseThrow()));
        if (proof.code() != 334) {
            return proof.code();
        }
        assertThat(scram.isServerProved(Base64.getDecoder().decode(proof.text()))).isTrue();
        return client.ask("").code();
    }

    /** Who exists and who does not get the same words, step by step. */
    @ParameterizedTest
    @ValueSource(strings = {LOGIN, "nobody@here.example", "B@HERE.example", "no address"})
    void nobodyLearnsWhoExists(String login) throws IOException {
        try (var client = connect()) {
            String plain = SubmissionServer.plain(login, "wrong");
            assertThat(client.ask("AUTH PLAIN " + plain))
                    .hasToString("535 5.7.8 Wrong user name or password");
            client.ask("AUTH LOGIN " + base64(login));
            assertThat(client.ask(base64("wrong")))
                    .hasToString("535 5.7.8 Wrong user name or password");
            var scram = new ScramClient(login, "wrong", "abcdefgh");
            Reply first = client.ask("AUTH SCRAM-SHA-256 " + base64(scram.first()));
            byte[] challenge = Base64.getDecoder().decode(first.text());
            assertThat(new String(challenge, StandardCharsets.US_ASCII))
                    .matches("r=abcdefgh\\S{24},s=[A-Za-z0-9+/]{22}==,i=10000");
            assertThat(client.ask(base64(scram.answer(challenge).orElseThrow())))
                    .hasToString("535 5.7.8 Wrong user name or password");
        }
    }

    /** A forgotten device with the old password, or a guesser next door. */
    @Test
    void theOwnerGetsInWhereHeHasBeenBefore() throws IOException {
        String right = SubmissionServer.plain(LOGIN, PASSWORD);
        try (var client = connect()) {
            assertThat(client.ask("AUTH PLAIN " + right).code()).isEqualTo(235);
        }
        try (var client = connect()) {
            for (int i = 0; i < 12; i++) {
                client.ask("AUTH PLAIN " + SubmissionServer.plain("c@here.example", "guess"));
            }
            assertThat(client.ask("AUTH PLAIN " + base64("\0c@here.example\0z")).code())
                    .isEqualTo(454);
            assertThat(client.ask("AUTH PLAIN " + right).code()).isEqualTo(235);
        }
    }

    @Test
    void whoFailsTooOftenIsSentAway() throws IOException {
        List<Integer> codes = new java.util.ArrayList<>();
        try (var client = connect()) {
            for (int i = 0; i < 12; i++) {
                codes.add(client.ask("AUTH PLAIN " + base64("\0x\0y")).code());
            }
            assertThat(codes).startsWith(535).endsWith(454);
            String right = SubmissionServer.plain(LOGIN, PASSWORD);
            assertThat(client.ask("AUTH PLAIN " + right).code()).isEqualTo(454);
        }
        assertThat(events.of(Event.Login.class)).noneMatch(Event.Login::success);
    }
}
