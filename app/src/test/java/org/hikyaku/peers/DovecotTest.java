package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.hikyaku.app.tls.OpportunisticTls;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.sasl.ScramClient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.LineReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dovecot keeps the mailboxes and knows the passwords; this server has the ports. */
@Tag("peer")
final class DovecotTest {

    private static final String AMY = "amy@kept.example";
    private static final Pattern QUEUED = Pattern.compile("250 2.0.0 Queued as ([0-9a-z]+)");

    @TempDir Path folder;
    private DovecotPeer dovecot;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        dovecot = new DovecotPeer(folder.resolve("dovecot"));
        dovecot.start();
        server = new TestServer(folder.resolve("data"), List.of());
    }

    @AfterEach
    void stop() {
        server.stop();
        dovecot.close();
    }

    private void serve(String lmtp) {
        server.prepare(
                """
                listen.smtp = ["127.0.0.1:0"]
                listen.submission = ["127.0.0.1:0"]
                listen.submissions = ["127.0.0.1:0"]
                ops.address = "none"
                deliver.lmtp = "%s"
                submission.dovecot = "unix:%s"
                submission.dovecot-domain = "kept.example"
                """
                        .formatted(lmtp, dovecot.auth()));
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            store.domains().add(new LocalDomain(DomainName.of("kept.example"), null));
        }
        server.start();
    }

    private Commands.Result swaks(String service, String from, String to, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "swaks",
                                "--server",
                                "127.0.0.1:" + server.port(service),
                                "--from",
                                from,
                                "--to",
                                to,
                                "--header",
                                "Subject: for " + to,
                                "--helo",
                                "client.example"));
        command.addAll(List.of(more));
        return Commands.attempt(Duration.ofMinutes(1), "", command.toArray(String[]::new));
    }

    private void awaitMail(Predicate<String> what) {
        Commands.await(
                () -> dovecot.amysMail() + dovecot.said(),
                Duration.ofSeconds(30),
                () -> what.test(dovecot.amysMail()));
    }

    @Test
    void mailReachesDovecotAndWhoIsUnknownIsRefused() {
        serve("unix:" + dovecot.lmtpSocket());
        Commands.Result sent = swaks("smtp", "friend@elsewhere.example", AMY);
        assertThat(sent.output()).contains("250 2.0.0 Queued as ");
        awaitMail(m -> m.contains("Subject: for amy@kept.example"));
        assertThat(dovecot.amysMail())
                .contains("Return-Path: <friend@elsewhere.example>", "Delivered-To: amy@")
                .contains("Authentication-Results: mail.sender.example;");
        Commands.Result refused = swaks("smtp", "friend@elsewhere.example", "nobody@kept.example");
        assertThat(refused.output()).contains("<** 550 5.1.1 ");
        server.stop();
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            assertThat(store.queue().size()).isZero();
            assertThat(store.evidence().attempts(Instant.EPOCH, 10))
                    .extracting(Evidence.Attempt::outcome)
                    .containsExactly("delivered");
            assertThat(store.accounts().find(MailAddress.of(AMY))).isEmpty();
        }
    }

    @Test
    void whileDovecotIsAwayMailWaits() throws IOException {
        serve("127.0.0.1:" + dovecot.lmtpPort());
        assertThat(swaks("smtp", "friend@elsewhere.example", AMY).status()).isZero();
        awaitMail(m -> m.contains("Subject: for amy@kept.example"));
        dovecot.close();
        // She was there a moment ago; about the other nobody can say.
        Matcher queued = QUEUED.matcher(swaks("smtp", "friend@elsewhere.example", AMY).output());
        assertThat(queued.find()).isTrue();
        assertThat(swaks("smtp", "friend@elsewhere.example", "bob@kept.example").output())
                .contains("<** 450 4.4.3 ");
        dovecot.start();
        server.command("queue", "retry", queued.group(1));
        Pattern two = Pattern.compile("(?s)Subject: for amy.*Subject: for amy");
        awaitMail(m -> two.matcher(m).find());
    }

    @Test
    void scramPassesThrough() throws Exception {
        serve("unix:" + dovecot.lmtpSocket());
        ScramClient scram = new ScramClient(AMY, DovecotPeer.PASSWORD, "rOprNGfwEbeRWgbNEkqO");
        try (Socket raw = new Socket("127.0.0.1", server.port("submissions"));
                SSLSocket socket = tls(raw)) {
            LineReader in = new LineReader(socket.getInputStream(), 8192);
            assertThat(ReplyReader.read(in).code()).isEqualTo(220);
            say(socket, in, "EHLO client.example");
            String first = say(socket, in, "AUTH SCRAM-SHA-256 " + base64(scram.first())).text();
            byte[] answer = scram.answer(Base64.getDecoder().decode(first)).orElseThrow();
            String proof = say(socket, in, base64(answer)).text();
            assertThat(scram.isServerProved(Base64.getDecoder().decode(proof))).isTrue();
            assertThat(say(socket, in, "").code()).isEqualTo(235);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static Reply say(SSLSocket socket, LineReader in, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return ReplyReader.read(in);
    }

    /** Trusts the certificate that the server has made itself. */
    private static SSLSocket tls(Socket raw) throws Exception {
        return (SSLSocket)
                OpportunisticTls.context()
                        .getSocketFactory()
                        .createSocket(raw, "mail.sender.example", 465, true);
    }

    @Test
    void dovecotsUsersLogInAndWriteInTheirOwnName() {
        serve("unix:" + dovecot.lmtpSocket());
        for (String mechanism : new String[] {"PLAIN", "LOGIN"}) {
            Commands.Result sent =
                    swaks(
                            "submission",
                            AMY,
                            "amy+" + mechanism + "@kept.example",
                            "-tls",
                            "--auth",
                            mechanism,
                            "--auth-user",
                            mechanism.equals("PLAIN") ? AMY : "amy@kept.example",
                            "--auth-password",
                            DovecotPeer.PASSWORD);
            assertThat(sent.output()).contains("235 ").contains("250 2.0.0 Queued as ");
            assertThat(sent.output()).contains("AUTH SCRAM-SHA-256 PLAIN LOGIN");
        }
        Commands.Result wrong =
                swaks(
                        "submission",
                        AMY,
                        AMY,
                        "-tls",
                        "--auth",
                        "PLAIN",
                        "--auth-user",
                        AMY,
                        "--auth-password",
                        "wrong");
        assertThat(wrong.output()).contains("535 5.7.8 ");
        Commands.Result others =
                swaks(
                        "submission",
                        "bob@kept.example",
                        AMY,
                        "-tls",
                        "--auth",
                        "PLAIN",
                        "--auth-user",
                        AMY,
                        "--auth-password",
                        DovecotPeer.PASSWORD);
        assertThat(others.output()).contains("553 5.7.1 ");
    }
}
