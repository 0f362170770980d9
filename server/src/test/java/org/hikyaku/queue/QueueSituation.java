package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;

/** A queue runner on a real store, a courier that does as it is told, and a clock to be moved. */
final class QueueSituation implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
    static final String ORIGINAL = "From: <b@here.example>\r\nSubject: hello\r\n\r\nText\r\n";

    /** What the courier does: one result for each recipient. */
    interface Behaviour {
        AttemptResult result(Queue.Lease lease, Queue.Entry entry);
    }

    final Store store;
    final Events events = new Events();
    private final LinkedBlockingQueue<Queue.Lease> tried = new LinkedBlockingQueue<>();
    private final QueueRunner runner;
    private volatile Behaviour behaviour = (_, _) -> delivered();
    private volatile Instant now = START;

    QueueSituation(Path folder) {
        this(StoreFolder.open(folder));
    }

    QueueSituation(Store store) {
        this.store = store;
        runner =
                QueueRunner.start(
                        "test",
                        QueueSettings.of(DomainName.of("mx.here.example")),
                        new QueueRunner.Parts(
                                store,
                                this::deliver,
                                (_, domain) ->
                                        ("Signed-By: " + domain + "\r\n")
                                                .getBytes(StandardCharsets.US_ASCII),
                                events,
                                () -> now,
                                new Random(7)));
    }

    private Map<Integer, AttemptResult> deliver(Queue.Lease lease) {
        tried.add(lease);
        Map<Integer, AttemptResult> results = new HashMap<>();
        for (Queue.Entry entry : lease.message().entries()) {
            results.put(entry.number(), behaviour.result(lease, entry));
        }
        return results;
    }

    static AttemptResult delivered() {
        return new AttemptResult.Delivered("mx.x.example", "250 2.0.0 ok");
    }

    static AttemptResult deferred(String text) {
        return new AttemptResult.Deferred("mx.x.example", EnhancedCode.of("4.7.1"), text);
    }

    static AttemptResult refused(String text) {
        return new AttemptResult.Refused("mx.x.example", EnhancedCode.of("5.1.1"), text);
    }

    void courier(Behaviour next) {
        behaviour = next;
    }

    Queue.QueueId add(ReversePath from, Recipient... recipients) throws IOException {
        BlobRef blob = blob(ORIGINAL);
        Envelope envelope = new Envelope(from, List.of(recipients), Envelope.Options.NONE);
        Queue.QueueId id = store.queue().add(new Queue.NewMessage(blob, envelope, now));
        store.signals().wake(Signals.Topic.QUEUE);
        return id;
    }

    BlobRef blob(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(octets, 0, octets.length);
            return writer.commit();
        }
    }

    static Recipient to(String address) {
        return Recipient.of(MailAddress.of(address));
    }

    void advance(Duration duration) {
        now = now.plus(duration);
        store.signals().wake(Signals.Topic.QUEUE);
    }

    Instant now() {
        return now;
    }

    /** The next attempt that the courier was asked for. */
    Queue.Lease attempt() throws InterruptedException {
        Queue.Lease lease = tried.poll(1, TimeUnit.MINUTES);
        if (lease == null) {
            throw new AssertionError("nothing was tried; the queue: " + store.queue().list(0, 99));
        }
        return lease;
    }

    /** Waits until the runner has brought it about: each end of an attempt wakes the queue. */
    void await(BooleanSupplier condition) throws InterruptedException {
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            assertThat(looks).as("the queue: %s", store.queue().list(0, 99)).isLessThan(60);
            boolean _ = store.signals().await(Signals.Topic.QUEUE, Duration.ofSeconds(1));
        }
    }

    boolean isGone(Queue.QueueId id) {
        return store.queue().find(id).isEmpty();
    }

    /** How many attempts the first recipient has behind it. */
    int attempts(Queue.QueueId id) {
        return store.queue().find(id).map(m -> m.entries().getFirst().attempts()).orElse(-1);
    }

    /** What the message of a lease says. */
    String text(Queue.Lease lease) {
        return StoreFolder.text(store, lease.message().blob());
    }

    List<String> untouchedAttempts() {
        List<String> left = new ArrayList<>();
        tried.forEach(l -> left.add(l.domain() + " " + l.message().from()));
        return left;
    }

    void stop(Duration grace) {
        runner.stop(grace);
    }

    @Override
    public void close() {
        runner.stop(Duration.ofSeconds(1));
        store.close();
    }
}
