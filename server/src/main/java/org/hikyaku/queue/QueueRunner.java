package org.hikyaku.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;

/** Works the queue off: leases what is due, has it tried, settles what comes of it. */
public final class QueueRunner implements AutoCloseable {

    /**
     * Longer than any attempt may take; a lease of a process that died ends with its successor's
     * start.
     */
    private static final Duration LEASE = Duration.ofHours(2);

    /** The clock may be set, and a command beside the server may make work due. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Between looks at work that waits for room only. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

    /** What the loop has begun, a transaction at most, it ends in this time. */
    private static final Duration LOOP_END = Duration.ofSeconds(2);

    /** After trouble with the store, before the next look. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Before the store is asked once more to end a lease: most trouble is short. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** A full disk is not told of more often than this, for each message. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What ends a lease. */
    private interface Ending {
        void run() throws IOException;
    }

    /**
     * What the runner works with.
     *
     * @param random for jitter and tokens; safe for many threads
     */
    public record Parts(
            Store store,
            Courier courier,
            MessageSigner signer,
            EventLog events,
            InstantSource clock,
            RandomGenerator random) {}

    private final String owner;
    private final Parts parts;
    private final Settling settling;
    private final Destinations destinations;
    private volatile boolean closing;
    private final Thread thread;

    private QueueRunner(String owner, QueueSettings settings, Parts parts) {
        this.owner = owner;
        this.parts = parts;
        this.settling = new Settling(settings, parts);
        this.destinations = new Destinations(settings.maxAttempts(), settings.maxPerDomain());
        this.thread = Thread.ofVirtual().name("queue").unstarted(this::loop);
    }

    /**
     * Starts to work. Leases that {@code owner}, the same name at each start, has left behind are
     * given back first.
     */
    public static QueueRunner start(String owner, QueueSettings settings, Parts parts) {
        parts.store().queue().releaseAll(owner);
        QueueRunner runner = new QueueRunner(owner, settings, parts);
        runner.thread.start();
        return runner;
    }

    private void loop() {
        try {
            while (!closing) {
                step();
            }
        } catch (InterruptedException _) {
            // stop() asks for it
        }
    }

    private void step() throws InterruptedException {
        try {
            if (!startDue()) {
                awaitWork();
            }
        } catch (StoreException e) {
            parts.events().emit(new Event.Trouble("queue", "the queue cannot be read", e));
            destinations.pause(PAUSE.toNanos());
        } catch (RuntimeException e) { // a fault of ours must not end all sending
            parts.events().emit(new Event.Bug("the queue", e));
            destinations.pause(PAUSE.toNanos());
        }
    }

    /** Starts what is due and has room; false where nothing more can be due. */
    private boolean startDue() throws InterruptedException {
        Destinations.Room room = destinations.awaitRoom();
        List<Queue.Lease> leases =
                parts.store()
                        .queue()
                        .lease(owner, room.max(), room.busy(), parts.clock().instant(), LEASE);
        for (Queue.Lease lease : leases) {
            Runnable work =
                    !closing && destinations.take(lease.domain())
                            ? () -> attempt(lease)
                            : () -> release(lease);
            Thread.ofVirtual().name("queue-" + lease.message().id()).start(work);
        }
        return leases.size() == room.max();
    }

    private void release(Queue.Lease lease) {
        try {
            insist(
                    lease,
                    "cannot be given back",
                    () -> parts.store().queue().release(lease, parts.clock().instant()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWork() throws InterruptedException {
        // What is due now and not started waits for a busy domain: an end wakes us. Most often
        // something wakes us soon, and nobody needs to know when the next is due.
        if (parts.store().signals().await(Signals.Topic.QUEUE, SHORTEST_WAIT)) {
            return;
        }
        Duration wait =
                parts.store()
                        .queue()
                        .nextDue()
                        .map(due -> Duration.between(parts.clock().instant(), due))
                        .filter(d -> d.compareTo(LONGEST_WAIT) < 0)
                        .orElse(LONGEST_WAIT);
        if (wait.isPositive()) {
            boolean _ = parts.store().signals().await(Signals.Topic.QUEUE, wait);
        }
    }

    private void attempt(Queue.Lease lease) {
        boolean reached = true;
        try {
            Map<Integer, AttemptResult> results = deliver(lease);
            reached = results.values().stream().anyMatch(r -> !isUnreachable(r));
            insist(lease, "cannot be settled", () -> settling.settle(lease, results));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            parts.events().emit(new Event.Bug("queue message " + lease.message().id(), e));
        } finally {
            destinations.give(lease.domain(), reached);
            parts.store().signals().wake(Signals.Topic.QUEUE);
        }
    }

    private static boolean isUnreachable(AttemptResult result) {
        return result instanceof AttemptResult.Unreachable;
    }

    /** A fault of ours counts as an attempt: else the message would wait here for ever. */
    private Map<Integer, AttemptResult> deliver(Queue.Lease lease) {
        try {
            return parts.courier().deliver(lease);
        } catch (StoreException e) {
            parts.events().emit(new Event.Trouble("queue", "an attempt has failed", e));
        } catch (RuntimeException e) {
            parts.events().emit(new Event.Bug("queue message " + lease.message().id(), e));
        }
        AttemptResult result =
                new AttemptResult.Deferred(
                        "", EnhancedCode.of("4.3.0"), "this server could not try it");
        Map<Integer, AttemptResult> results = new HashMap<>();
        lease.message().entries().forEach(entry -> results.put(entry.number(), result));
        return results;
    }

    /**
     * Has the store end a lease, again and again while it cannot and the lease lasts: what was
     * delivered and is not settled would be delivered once more. The pauses double. When this
     * server ends, it is tried once more.
     */
    private void insist(Queue.Lease lease, String failed, Ending ending)
            throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean last = closing;
            try {
                ending.run();
                return;
            } catch (StoreException | IOException e) {
                String what = "message " + lease.message().id() + " " + failed;
                parts.events().emit(new Event.Trouble("queue", what, e));
            }
            if (last || !parts.clock().instant().plus(pause).isBefore(lease.until())) {
                return;
            }
            destinations.pause(pause.toNanos());
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
    }

    /**
     * Ends: nothing new is begun; attempts under way have {@code grace} to end. What is cut off is
     * tried again after the next start.
     */
    public void stop(Duration grace) {
        closing = true;
        destinations.hurry();
        thread.interrupt();
        long end = System.nanoTime() + grace.toNanos();
        try {
            boolean _ = thread.join(grace.plus(LOOP_END));
            boolean _ = destinations.awaitNone(end - System.nanoTime());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
