package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.maillog.MailAttempt;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Mailboxes.Stored;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.watch.LogFile;
import org.hikyaku.watch.Watcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail from Postfix, which OpenDKIM has signed, and from swaks, at our server. */
@Tag("peer")
final class PostfixSendsTest {

    private static PeerNetwork network;

    @BeforeAll
    static void start() throws IOException {
        network = PeerNetwork.up();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void signedMailFromPostfixPassesAllThree() {
        Commands.Result sent =
                Swaks.send(
                        network.theirs(),
                        "from postfix",
                        PeerNetwork.FRIEND,
                        TestServer.ACCOUNT,
                        "--server",
                        "127.0.0.1");
        assertThat(sent.status()).as(sent.output()).isZero();
        String mail = awaitHere("from postfix");
        String head = mail.replaceAll("\r\n[ \t]+", " ");
        System.out.println(head.lines().limit(3).toList());
        assertThat(head).startsWith("Return-Path: <friend@rcpt.example>\r\n");
        assertThat(results(head))
                .contains("spf=pass")
                .contains("smtp.mailfrom=rcpt.example")
                .containsPattern("dkim=pass [^;]*header.d=rcpt.example")
                .containsPattern("dmarc=pass [^;]*header.from=rcpt.example");
        // RFC 3848: over TLS; the client's name as its PTR record has it.
        assertThat(head)
                .contains("Received: from mx.rcpt.example (mx.rcpt.example [192.0.2.20])")
                .contains(" with ESMTPS ");
        assertThat(mail).contains("A line of text.\r\n").contains("\r\n..dots");
    }

    @Test
    void unsignedMailFromSwaksPassesBySpf() {
        Commands.Result sent = fromSwaks("from swaks", PeerNetwork.FRIEND, TestServer.ACCOUNT);
        assertThat(sent.status()).as(sent.output()).isZero();
        String results = results(awaitHere("from swaks").replaceAll("\r\n[ \t]+", " "));
        assertThat(results).contains("spf=pass", "dkim=none", "dmarc=pass");
    }

    @Test
    void aForgedAuthorIsRefused() {
        // From a host that rcpt.example does not name: its DMARC record asks for rejection.
        Commands.Result sent =
                Swaks.send(
                        network.ours(),
                        "forged",
                        PeerNetwork.FRIEND,
                        TestServer.ACCOUNT,
                        "--server",
                        PeerNetwork.OURS,
                        "-tls");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).contains("550 5.7.26 ");
    }

    @Test
    void anUnknownRecipientIsRefused() {
        Commands.Result sent = fromSwaks("unknown", PeerNetwork.FRIEND, "nobody@sender.example");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).contains("550 5.1.1 ");
    }

    @Test
    void aRelayIsRefused() {
        Commands.Result sent = fromSwaks("relay", PeerNetwork.FRIEND, "somebody@elsewhere.example");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).contains("550 5.7.1 ");
    }

    @Test
    void submissionWithoutALoginIsRefused() {
        Commands.Result sent =
                Swaks.send(
                        network.theirs(),
                        "no login",
                        TestServer.ACCOUNT,
                        PeerNetwork.FRIEND,
                        "--server",
                        PeerNetwork.OURS + ":587",
                        "-tls");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).contains("530 5.7.0 ");
    }

    @Test
    void postfixTellsItsSenderOfARefusal() {
        Commands.Result sent =
                Swaks.send(
                        network.theirs(),
                        "to nobody",
                        PeerNetwork.FRIEND,
                        "nobody@sender.example",
                        "--server",
                        "127.0.0.1");
        assertThat(sent.status()).as(sent.output()).isZero();
        String bounce = network.awaitAtPeer("Undelivered Mail Returned to Sender");
        assertThat(bounce).contains("550 5.1.1 No such mailbox here").contains("Status: 5.1.1");
    }

    @Test
    void itsLogTellsTheSame(@TempDir Path dir) throws IOException {
        for (String to : new String[] {TestServer.ACCOUNT, "nobody@sender.example"}) {
            Swaks.send(network.theirs(), "logged", PeerNetwork.FRIEND, to, "--server", "127.0.0.1");
        }
        Commands.await(
                network::peerLog,
                Duration.ofSeconds(60),
                () ->
                        network.peerLog().contains("to=<" + TestServer.ACCOUNT + ">, relay=mail.")
                                && network.peerLog().contains("to=<nobody@sender.example>, relay"));
        Path log = Files.writeString(dir.resolve("maillog"), network.peerLog());
        List<MailAttempt> all = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(dir.resolve("data"));
                LogFile source = new LogFile(log, ZoneId.systemDefault())) {
            Watcher watcher = new Watcher(source, store.evidence(), _ -> {});
            watcher.begin();
            all.addAll(watcher.step(Instant.now()).attempts());
            assertThat(store.evidence().attempts(Instant.EPOCH, 1000)).hasSize(all.size());
        }
        assertThat(all)
                .filteredOn(a -> a.to().equals(TestServer.ACCOUNT))
                .isNotEmpty()
                .allSatisfy(
                        a -> {
                            assertThat(a.outcome()).isEqualTo(MailAttempt.Outcome.DELIVERED);
                            assertThat(a.relay().name()).isEqualTo("mail.sender.example");
                            assertThat(a.relay().address()).isEqualTo(PeerNetwork.OURS);
                            assertThat(a.tls()).startsWith("TLSv1.3 TLS_");
                            assertThat(a.from()).isEqualTo(PeerNetwork.FRIEND);
                            assertThat(a.text()).contains("250 2.0.0 Accepted as ");
                        });
        assertThat(all)
                .filteredOn(a -> a.to().equals("nobody@sender.example"))
                .isNotEmpty()
                .allSatisfy(
                        a -> {
                            assertThat(a.outcome()).isEqualTo(MailAttempt.Outcome.BOUNCED);
                            assertThat(a.dsn()).isEqualTo("5.1.1");
                        });
    }

    private static Commands.Result fromSwaks(String subject, String from, String to) {
        return Swaks.send(
                network.theirs(),
                subject,
                from,
                to,
                "--server",
                PeerNetwork.OURS,
                "-tls",
                "--helo",
                "mx.rcpt.example");
    }

    private static String results(String head) {
        return String.join(
                "\n",
                head.lines()
                        .filter(l -> l.startsWith("Authentication-Results: mail.sender.example;"))
                        .toList());
    }

    private static String awaitHere(String subject) {
        String[] found = {""};
        try (EmbeddedStore store = EmbeddedStore.open(network.server().dir())) {
            Commands.await(
                    "the message in INBOX; Postfix says:\n" + network.peerLog(),
                    Duration.ofSeconds(60),
                    () -> {
                        found[0] = search(store, subject);
                        return !found[0].isEmpty();
                    });
        }
        return found[0];
    }

    private static String search(EmbeddedStore store, String subject) {
        for (Stored stored :
                store.mailboxes()
                        .list(MailAddress.of(TestServer.ACCOUNT), Mailboxes.INBOX, 0, 1000)) {
            try (InputStream in = store.blobs().open(stored.blob())) {
                String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                if (text.contains("\r\nSubject: " + subject + "\r\n")) {
                    return text;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "";
    }
}
