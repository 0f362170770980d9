package org.hikyaku.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.tls.OpportunisticTls;
import org.hikyaku.credentials.Passwords;
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
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.LineReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server: mail to itself over port 587, and settings that change while it runs. */
final class ServerReloadTest {

    private static final MailAddress ME = MailAddress.of("me@x.example");
    private static final String PASSWORD = "correct horse battery";
    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private static final Settings SETTINGS =
            Settings.standard(DomainName.of("mail.x.example"))
                    .withListeners(new Settings.Listeners(ANY_PORT, ANY_PORT, List.of()));

    @TempDir Path folder;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(1000);

    private final ServerRuntime.Parts parts =
            new ServerRuntime.Parts(
                    FakeResolver.builder().build(),
                    Clock.systemUTC(),
                    events::offer,
                    new DefaultPolicy(DmarcPolicy.Settings.DEFAULT));

    @BeforeEach
    void account() {
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            store.domains().add(new LocalDomain(ME.domain(), null));
            store.accounts().add(new Account(ME, new Passwords(new SecureRandom()).hash(PASSWORD)));
        }
    }

    /** A client that has begun a session. */
    private static final class Client implements AutoCloseable {
        private Socket socket;
        private LineReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new LineReader(socket.getInputStream(), 4096);
            assertThat(ReplyReader.read(in).code()).isEqualTo(220);
        }

        Reply say(String text, int code) throws IOException {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            Reply reply = ReplyReader.read(in);
            assertThat(reply.code()).as(text + " -> " + reply).isEqualTo(code);
            return reply;
        }

        void startTls() throws IOException {
            say("STARTTLS", 220);
            SSLSocket tls =
                    (SSLSocket)
                            OpportunisticTls.context()
                                    .getSocketFactory()
                                    .createSocket(socket, "mail.x.example", 0, true);
            socket = tls;
            in = new LineReader(tls.getInputStream(), 4096);
        }

        void login() throws IOException {
            byte[] login = ("\0" + ME + "\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            say("AUTH PLAIN " + Base64.getEncoder().encodeToString(login), 235);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void mailToMyself(int port) throws IOException {
        try (Client client = new Client(port)) {
            client.say("EHLO client.example", 250);
            client.startTls();
            client.say("EHLO client.example", 250);
            client.login();
            client.say("MAIL FROM:<me@x.example>", 250);
            client.say("RCPT TO:<me@x.example>", 250);
            client.say("DATA", 354);
            client.say("From: me@x.example\r\nTo: me@x.example\r\nSubject: s\r\n\r\nHi\r\n.", 250);
            client.say("QUIT", 221);
        }
    }

    private void awaitDelivery() throws InterruptedException {
        for (Event event = events.poll(30, TimeUnit.SECONDS);
                !(event instanceof Event.MessageOut);
                event = events.poll(30, TimeUnit.SECONDS)) {
            assertThat(event).as("no message was delivered").isNotNull();
        }
    }

    @Test
    void mailToMyselfArrives() throws Exception {
        try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts)) {
            mailToMyself(server.port("submission"));
            awaitDelivery();
        }
        assertThat(arrived()).isEqualTo(1);
    }

    /** After the end of the server, which waits until what was delivered is filed. */
    private int arrived() {
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            assertThat(store.queue().size()).isZero();
            return store.mailboxes().list(ME, "INBOX", 0, 10).size();
        }
    }

    private static Settings withMaxMessage(long bytes) {
        return new Settings(
                SETTINGS.hostname(),
                SETTINGS.listeners(),
                null,
                SETTINGS.certificates(),
                new Settings.Limits(bytes, 1000, 2000, 100),
                SETTINGS.mail(),
                SETTINGS.dns(),
                SETTINGS.domains(),
                SETTINGS.neighbours(),
                SETTINGS.ops());
    }

    @Test
    void newSettingsHoldForConnectionsToCome() throws Exception {
        try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts);
                Client before = new Client(server.port("smtp"))) {
            assertThat(server.reload(withMaxMessage(77_777), parts)).isEmpty();
            assertThat(before.say("EHLO c.example", 250).toString())
                    .contains("SIZE " + SETTINGS.limits().maxMessageBytes());
            try (Client after = new Client(server.port("smtp"))) {
                assertThat(after.say("EHLO c.example", 250).toString()).contains("SIZE 77777");
            }
        }
    }

    @Test
    void theQueueGoesOnUnderNewSettings() throws Exception {
        try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts)) {
            Settings.Outbound o = SETTINGS.outbound();
            Settings changed =
                    SETTINGS.withOutbound(new Settings.Outbound(null, 2525, 3, 1, o.lifetime()));
            for (Settings next : List.of(changed, SETTINGS, changed)) {
                server.reload(next, parts);
                mailToMyself(server.port("submission"));
                awaitDelivery();
            }
        }
        assertThat(arrived()).isEqualTo(3);
    }

    @Test
    void whatNeedsARestartIsNamed() throws Exception {
        try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts)) {
            int port = server.port("smtp");
            Settings elsewhere =
                    SETTINGS.withListeners(new Settings.Listeners(ANY_PORT, List.of(), List.of()));
            assertThat(server.reload(elsewhere, parts)).containsExactly("listen");
            assertThat(server.port("smtp")).isEqualTo(port);
            new Client(server.port("submission")).close();
        }
    }

    @Test
    void aSweepThatFailsIsToldAndEndsNothing() throws Exception {
        try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts)) {
            Path blobs = folder.resolve("blobs");
            Path aside = folder.resolve("aside");
            Files.move(blobs, aside);
            Files.writeString(blobs, "a file in the folder's place");
            server.sweep();
            Files.delete(blobs);
            Files.move(aside, blobs);
            assertThat(events)
                    .anySatisfy(
                            e ->
                                    assertThat(e.toString())
                                            .contains("old message files stay for now"));
            mailToMyself(server.port("submission"));
            awaitDelivery();
        }
        assertThat(arrived()).isEqualTo(1);
    }

    @Test
    void theFolderIsFreeAfterwards() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (ServerRuntime server = ServerRuntime.start(SETTINGS, folder, parts)) {
                assertThat(server.connections()).isZero();
            }
        }
    }
}
