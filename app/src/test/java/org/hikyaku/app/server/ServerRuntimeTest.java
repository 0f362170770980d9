package org.hikyaku.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.tls.OpportunisticTls;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.inbound.DefaultPolicy;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Mailboxes.Stored;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.LineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two whole servers: one takes a message from its account, signs it and sends it; the other checks
 * and keeps it.
 */
final class ServerRuntimeTest {

    private static final String PASSWORD = "correct horse battery";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @TempDir Path folder;

    @Test
    void aMessageGoesFromOneServerToTheOther() throws Exception {
        DkimKeyPair key =
                new DkimKeyPair(
                        DomainName.of("sender.example"),
                        "s1",
                        DkimKeyPair.Algorithm.ED25519_SHA256,
                        DkimKeys.generateEd25519());
        prepare(folder.resolve("a"), "you@sender.example", List.of(key));
        prepare(folder.resolve("b"), "friend@receiver.example", List.of());
        FakeResolver.Builder dns =
                FakeResolver.builder()
                        .line("receiver.example MX 10 mail.receiver.example")
                        .line("mail.receiver.example A 127.0.0.1")
                        .line("mail.sender.example A 127.0.0.1")
                        .line("1.0.0.127.in-addr.arpa PTR mail.sender.example")
                        .line("sender.example TXT v=spf1 ip4:127.0.0.1 -all")
                        .line("_dmarc.sender.example TXT v=DMARC1; p=reject")
                        .line("s1._domainkey.sender.example TXT " + DkimKeys.publishedRecord(key));
        BlockingQueue<Event> events = new ArrayBlockingQueue<>(100);
        try (ServerRuntime b =
                        start(
                                "mail.receiver.example",
                                folder.resolve("b"),
                                25,
                                dns.build(),
                                events);
                ServerRuntime a =
                        start(
                                "mail.sender.example",
                                folder.resolve("a"),
                                b.port("smtp"),
                                dns.build(),
                                new ArrayBlockingQueue<>(100))) {
            submit(a.port("submissions"));
            Event.MessageIn in = await(events);
            assertThat(in.disposition()).isEqualTo("deliver");
            assertThat(in.spf()).isEqualTo("pass");
            assertThat(in.dmarc()).isEqualTo("pass");
            assertThat(in.tls()).startsWith("TLSv1.3");
            List<Stored> mail =
                    b.store()
                            .mailboxes()
                            .list(MailAddress.of("friend@receiver.example"), "INBOX", 0, 10);
            assertThat(mail).hasSize(1);
            try (InputStream octets = b.store().blobs().open(mail.getFirst().blob())) {
                String text = new String(octets.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text)
                        .startsWith("Return-Path: <you@sender.example>\r\n")
                        .contains("Authentication-Results: mail.receiver.example;")
                        .contains("dkim=pass", "spf=pass", "dmarc=pass")
                        .contains("Message-ID: <", "Date: ");
                assertThat(text).doesNotContain("Bcc:");
            }
        }
    }

    private static Event.MessageIn await(BlockingQueue<Event> events) throws InterruptedException {
        while (true) {
            Event event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("no message came in").isNotNull();
            if (event instanceof Event.MessageIn in) {
                return in;
            }
        }
    }

    private static ServerRuntime start(
            String host, Path dir, int outPort, FakeResolver dns, BlockingQueue<Event> events)
            throws Exception {
        Settings usual = Settings.standard(DomainName.of(host));
        Settings settings =
                usual.withListeners(
                                new Settings.Listeners(
                                        List.of(ANY_PORT), List.of(ANY_PORT), List.of(ANY_PORT)))
                        .withOutbound(
                                new Settings.Outbound(null, outPort, 10, 5, Duration.ofDays(5)));
        return ServerRuntime.start(
                settings,
                dir,
                new ServerRuntime.Parts(
                        dns,
                        Clock.systemUTC(),
                        events::offer,
                        new DefaultPolicy(DmarcPolicy.Settings.DEFAULT)));
    }

    private static void prepare(Path dir, String account, List<DkimKeyPair> keys) {
        MailAddress address = MailAddress.of(account);
        try (EmbeddedStore store = EmbeddedStore.open(dir)) {
            store.domains().add(new LocalDomain(address.domain(), address));
            store.accounts()
                    .add(new Account(address, new Passwords(new SecureRandom()).hash(PASSWORD)));
            for (DkimKeyPair key : keys) {
                store.keys()
                        .add(
                                new StoredKey(
                                        key.domain(),
                                        key.selector(),
                                        "ed25519",
                                        key.key().getEncoded()));
            }
        }
    }

    private static void submit(int port) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket tls =
                        (SSLSocket)
                                OpportunisticTls.context()
                                        .getSocketFactory()
                                        .createSocket(plain, "mail.sender.example", port, true)) {
            LineReader in = new LineReader(tls.getInputStream(), 4096);
            assertThat(ReplyReader.read(in).code()).isEqualTo(220);
            say(tls, in, "EHLO client.example", 250);
            byte[] login = ("\0you@sender.example\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            say(tls, in, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login), 235);
            say(tls, in, "MAIL FROM:<you@sender.example>", 250);
            say(tls, in, "RCPT TO:<friend@receiver.example>", 250);
            say(tls, in, "DATA", 354);
            say(
                    tls,
                    in,
                    "From: You <you@sender.example>\r\nTo: friend@receiver.example\r\nBcc: secret@receiver.example\r\nSubject: hello\r\n\r\nA line.\r\n..dotted\r\n.",
                    250);
            say(tls, in, "QUIT", 221);
        }
    }

    private static void say(SSLSocket tls, LineReader in, String text, int code)
            throws IOException {
        tls.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        tls.getOutputStream().flush();
        Reply reply = ReplyReader.read(in);
        assertThat(reply.code()).as(text + " -> " + reply).isEqualTo(code);
    }
}
