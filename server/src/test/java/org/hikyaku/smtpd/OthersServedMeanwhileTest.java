package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.junit.jupiter.api.Test;

/** Abuse of every kind at the same time, and honest mail in between; memory stays flat. */
final class OthersServedMeanwhileTest {

    private static final String ENVELOPE =
            "MAIL FROM:<a@out.example>\r\nRCPT TO:<b@here.example>\r\n";

    /** What the abusers together may leave in memory: far less than any of them sends. */
    private static final long ROOM_OCTETS = 48L << 20;

    private static final int HONEST_MESSAGES = 20;

    /** What an abuser says at first, and what it then repeats without end. */
    private record Abuse(String first, String then) {
        byte[] piece() {
            byte[] once = then.getBytes(StandardCharsets.US_ASCII);
            byte[] many = new byte[Math.max(1, (1 << 16) / once.length) * once.length];
            for (int i = 0; i < many.length; i += once.length) {
                System.arraycopy(once, 0, many, i, once.length);
            }
            return many;
        }
    }

    private static final List<Abuse> ABUSES =
            List.of(
                    new Abuse("", "x"),
                    new Abuse("EHLO x\r\n" + ENVELOPE + "DATA\r\n", "x"),
                    new Abuse("EHLO x\r\n" + ENVELOPE + "DATA\r\n", "X: y\r\n"),
                    new Abuse("EHLO x\r\n" + ENVELOPE + "BDAT 999999999999999999\r\n", "x"),
                    new Abuse("EHLO x\r\nBDAT 999999999999999999 LAST\r\n", "x"),
                    new Abuse("EHLO x\r\n" + ENVELOPE, "RCPT TO:<c@here.example>\r\n"));

    @Test
    void honestMailArrives() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<ScriptedClient> clients = new ArrayList<>();
        List<Thread> abusers = new ArrayList<>();
        try (var server = new TestServer()) {
            long before = used();
            CountDownLatch begun = new CountDownLatch(ABUSES.size());
            for (Abuse abuse : ABUSES) {
                ScriptedClient client = server.connect();
                clients.add(client);
                abusers.add(Thread.ofVirtual().start(() -> run(abuse, client, begun, enough)));
            }
            for (int i = 0; i < 20; i++) {
                clients.add(server.connect()); // says nothing, holds a connection
            }
            begun.await();
            deliver(server);
            assertThat(used() - before).isLessThan(ROOM_OCTETS);
        } finally {
            enough.set(true);
            for (ScriptedClient client : clients) {
                client.close();
            }
        }
        for (Thread abuser : abusers) {
            assertThat(abuser.join(Duration.ofMinutes(1))).isTrue();
        }
    }

    private static void run(
            Abuse abuse, ScriptedClient client, CountDownLatch begun, AtomicBoolean enough) {
        Thread.ofVirtual().start(() -> drain(client));
        byte[] piece = abuse.piece();
        try {
            client.raw(abuse.first());
            for (int i = 0; !enough.get(); i++) {
                client.raw(piece);
                if (i == 100) {
                    begun.countDown();
                }
            }
        } catch (IOException _) {
            // The server has let go of it.
        } finally {
            begun.countDown();
        }
    }

    private static void drain(ScriptedClient client) {
        byte[] chunk = new byte[1 << 16];
        try {
            while (client.input().read(chunk) >= 0) {
                Arrays.fill(chunk, (byte) 0);
            }
        } catch (IOException _) {
            // closed
        }
    }

    private static void deliver(TestServer server) throws IOException, InterruptedException {
        try (var client = server.connect()) {
            client.hello();
            for (int i = 0; i < HONEST_MESSAGES; i++) {
                client.raw(ENVELOPE + "DATA\r\n");
                client.replies(3);
                assertThat(client.ask("From: a@out.example\r\n\r\nx\r\n.").code()).isEqualTo(250);
                assertThat(server.message().end()).isEqualTo("kept");
            }
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void oneAddressHasItsShareOfConnections() throws IOException {
        try (var server = new TestServer(Security.STARTTLS, SmtpLimits.DEFAULT, 2);
                var first = server.connect();
                var second = server.connect()) {
            first.hello();
            second.hello();
            for (int i = 0; i < 10; i++) {
                try (var third = server.connect()) {
                    assertThat(third.reply().toString()).startsWith("421 4.7.0 Too many connec");
                    assertThat(third.ended()).isTrue();
                }
            }
            assertThat(first.ask("NOOP").code()).isEqualTo(250);
            assertThat(second.ask("QUIT").code()).isEqualTo(221);
            assertThat(second.ended()).isTrue();
        }
    }
}
