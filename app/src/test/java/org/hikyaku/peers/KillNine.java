package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Mailboxes.Stored;
import org.hikyaku.store.Queue.Message;
import org.hikyaku.store.embedded.EmbeddedStore;

/**
 * Many clients bring messages while the server is killed again and again; then every message that
 * got its 250 must be there once.
 *
 * <p>Of each four messages two go through submission to a relay, one through submission to a
 * mailbox of this server, and one comes from outside to it. A client that gets no 250 tries again
 * with a new id; the id without a 250 may be there once or not at all.
 *
 * <p>A relayed message may come twice in one case only: the relay has answered 250 and the server
 * dies before it has written that down (RFC 5321 section 4.5.5 leaves that window open). So at each
 * death the queue on disk is compared with what the relay had answered: exactly the messages that
 * are still queued and were taken already may come once more.
 */
final class KillNine {

    /**
     * @param messages how many must get a 250
     * @param clients how many bring them at the same time
     * @param kills how often the server dies
     */
    record Plan(int messages, int clients, int kills) {}

    private static final long SEED = 5321;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Plan plan;
    private final TestServer server;
    private final Path folder;
    private final SmtpSink sink = new SmtpSink();
    private final EmptyDns dns = new EmptyDns();
    private final Random random = new Random(SEED);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> allowed = new HashMap<>();
    private final long end = System.nanoTime() + LIMIT.toNanos();
    private volatile int smtp;
    private volatile int submission;
    private int queuedAtDeath;

    KillNine(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
        this.server = new TestServer(folder.resolve("data"), List.of());
    }

    /** Runs it all; one line that says what happened. */
    String run() throws InterruptedException {
        server.prepare(
                """
                listen.smtp = ["127.0.0.1:0"]
                listen.submission = ["127.0.0.1:0"]
                listen.submissions = ["127.0.0.1:0"]
                submission.trusted-networks = ["127.0.0.1/32"]
                outbound.relay = "127.0.0.1:%d"
                dns.servers = ["127.0.0.1:%d"]
                ops.address = "none"
                """
                        .formatted(sink.port(), dns.port()));
        try (sink;
                dns) {
            start();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < plan.clients(); i++) {
                clients.add(Thread.ofVirtual().start(this::client));
            }
            for (int moment : moments()) {
                awaitAccepted(moment);
                LockSupport.parkNanos(random.nextInt(5_000_000));
                killAndStart();
            }
            for (Thread client : clients) {
                client.join();
            }
            awaitEmptyQueue();
            return verified();
        } finally {
            server.stop();
        }
    }

    private void start() {
        server.start();
        server.awaitGreeting();
        smtp = server.port("smtp");
        submission = server.port("submission");
    }

    /** After how many messages the server dies. */
    private Set<Integer> moments() {
        Set<Integer> moments = new TreeSet<>();
        while (moments.size() < plan.kills()) {
            moments.add(1 + random.nextInt(plan.messages() - 1));
        }
        return moments;
    }

    private void awaitAccepted(int count) {
        while (accepted.get() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "only " + accepted.get() + " messages were taken:\n" + server.said());
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private void killAndStart() {
        server.kill();
        sink.awaitIdle();
        for (String id : queuedOnDisk()) {
            queuedAtDeath++;
            if (sink.taken(id) > 0) {
                allowed.put(id, sink.taken(id) + 1);
            }
        }
        start();
    }

    /** The ids of what the dead server has queued, read from a copy: its own start comes first. */
    private List<String> queuedOnDisk() {
        Path copy = folder.resolve("copy");
        Commands.run("rm", "-rf", copy.toString());
        Commands.run("cp", "-a", server.dir().toString(), copy.toString());
        try (EmbeddedStore store = EmbeddedStore.open(copy)) {
            List<String> ids = new ArrayList<>();
            for (Message message : store.queue().list(0, Integer.MAX_VALUE)) {
                ids.add(idOf(store, message.blob()));
            }
            return ids;
        }
    }

    private static String idOf(EmbeddedStore store, BlobRef blob) {
        try (InputStream in = store.blobs().open(blob)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = text.indexOf("\r\n" + SmtpSink.ID_FIELD) + 2 + SmtpSink.ID_FIELD.length();
            return text.substring(at, text.indexOf('\r', at));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void client() {
        try {
            bringAll();
        } catch (AssertionError e) {
            wrong.add(e.getMessage());
        }
    }

    private void bringAll() {
        while (next.getAndIncrement() < plan.messages()) {
            boolean done = false;
            while (!done && System.nanoTime() < end) {
                int number = numbers.getAndIncrement();
                done = bring(number);
                if (!done) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }

    /** Brings one message; whether it got its 250. */
    private boolean bring(int number) {
        boolean outside = number % 4 == 3;
        boolean remote = number % 4 < 2;
        String id = (remote ? "relay-" : "local-") + number;
        String from = outside ? "friend@elsewhere.example" : TestServer.ACCOUNT;
        String to = remote ? "friend" + number + "@remote.example" : TestServer.ACCOUNT;
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), outside ? smtp : submission),
                    5000);
            attempts.incrementAndGet();
            socket.setSoTimeout(60_000);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            expect(in, "220");
            say(socket, in, "EHLO client.example", "250");
            say(socket, in, "MAIL FROM:<" + from + ">", "250");
            say(socket, in, "RCPT TO:<" + to + ">", "250");
            say(socket, in, "DATA", "354");
            say(socket, in, message(id, from, to), "250");
            kept.add(id);
            accepted.incrementAndGet();
            return true;
        } catch (IOException _) {
            return false; // it was killed meanwhile
        }
    }

    private static String message(String id, String from, String to) {
        return String.join(
                "\r\n",
                SmtpSink.ID_FIELD + id,
                "From: <" + from + ">",
                "To: <" + to + ">",
                "Subject: number " + id,
                "",
                ("A line of text that has some length. ".repeat(2) + "\r\n").repeat(12) + ".");
    }

    private static void say(Socket socket, BufferedReader in, String text, String code)
            throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        expect(in, code);
    }

    /** A reply of another code is a fault of the server: nothing here gives reason for one. */
    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith(code + "-")) {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("cut off");
        }
        if (!line.startsWith(code)) {
            throw new AssertionError("expected " + code + ": " + line);
        }
    }

    private void awaitEmptyQueue() {
        assertThat(wrong).as("replies that nothing gives reason for").isEmpty();
        assertThat(accepted.get()).as("messages that got a 250").isEqualTo(plan.messages());
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            Commands.await(
                    "the queue is empty", Duration.ofMinutes(2), () -> store.queue().size() == 0);
        }
        server.stop();
        sink.awaitIdle();
    }

    private String verified() {
        Map<String, Integer> seen = new HashMap<>(sink.all());
        seen.keySet().forEach(id -> assertThat(id).startsWith("relay-"));
        inbox().forEach(id -> seen.merge(id, 1, Integer::sum));
        int again = 0;
        for (String id : kept) {
            int count = seen.getOrDefault(id, 0);
            int right = allowed.getOrDefault(id, 1);
            again += Math.max(0, count - 1);
            if (count != right) {
                wrong.add(id + " got a 250 and is there " + count + " times, not " + right);
            }
        }
        int unasked = 0;
        for (Map.Entry<String, Integer> entry : seen.entrySet()) {
            if (!kept.contains(entry.getKey())) {
                unasked++;
                if (!entry.getValue().equals(allowed.getOrDefault(entry.getKey(), 1))) {
                    wrong.add(entry.getKey() + " got no 250 and is there " + entry.getValue());
                }
            }
        }
        assertThat(wrong).as(server.saidEver()).isEmpty();
        return "%d messages got a 250 in %d attempts over %d kills (%d recipients queued at them): none lost; %d relayed again, all of them taken by the relay before a kill and not yet settled; %d stored whose 250 was cut off"
                .formatted(
                        kept.size(), attempts.get(), plan.kills(), queuedAtDeath, again, unasked);
    }

    private List<String> inbox() {
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            List<String> ids = new ArrayList<>();
            List<Stored> all =
                    store.mailboxes()
                            .list(MailAddress.of(TestServer.ACCOUNT), null, 0, Integer.MAX_VALUE);
            all.forEach(stored -> ids.add(idOf(store, stored.blob())));
            return ids;
        }
    }
}
