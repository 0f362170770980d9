package org.hikyaku.store.embedded;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.store.Signals;

/**
 * {@link Signals}: within the server by a condition, from commands beside it by a row that is
 * looked at once a second.
 */
final class SharedSignals implements Signals {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How often a topic was woken: by this process, and by others. */
    private record Count(long inside, long outside) {}

    private final Writer writer;
    private final Readers readers;
    private final boolean serving;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Map<Topic, Long> counts = new EnumMap<>(Topic.class); // guarded by lock
    private final Map<Topic, Long> atStart = new EnumMap<>(Topic.class);

    /** What each thread has seen at the end of its last wait. */
    private final ThreadLocal<Map<Topic, Count>> seen =
            ThreadLocal.withInitial(() -> new EnumMap<>(Topic.class));

    SharedSignals(Writer writer, Readers readers, boolean serving) {
        this.writer = writer;
        this.readers = readers;
        this.serving = serving;
        for (Topic topic : Topic.values()) {
            atStart.put(topic, fromOutside(topic));
        }
    }

    @Override
    public void wake(Topic topic) {
        if (!serving) {
            writer.write(
                    s ->
                            s.update(
                                    "INSERT INTO signals (topic, count) VALUES (?, 1)"
                                            + " ON CONFLICT (topic) DO UPDATE SET count = count + 1",
                                    topic.name()));
        }
        lock.lock();
        try {
            counts.merge(topic, 1L, Long::sum);
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long fromOutside(Topic topic) {
        return readers.one(
                        s ->
                                s.first(
                                        "SELECT count FROM signals WHERE topic = ?",
                                        r -> r.getLong(1),
                                        topic.name()))
                .orElse(0L);
    }

    @Override
    public boolean await(Topic topic, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Count before =
                seen.get().computeIfAbsent(topic, t -> new Count(0, atStart.getOrDefault(t, 0L)));
        while (true) {
            long left = Math.min(end - System.nanoTime(), LOOK.toNanos());
            long inside = awaitInside(topic, before.inside(), left);
            // A server asks the table only where nothing came from inside; else with the next wait.
            boolean asks = !serving || inside == before.inside();
            long outside = asks ? fromOutside(topic) : before.outside();
            Count now = new Count(inside, outside);
            if (!now.equals(before)) {
                seen.get().put(topic, now);
                return true;
            }
            if (System.nanoTime() - end >= 0) {
                return false;
            }
        }
    }

    /** Waits for another count than {@code before}; the count then. */
    private long awaitInside(Topic topic, long before, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (counts.getOrDefault(topic, 0L) == before && nanos > 0) {
                boolean _ = woken.await(nanos, TimeUnit.NANOSECONDS);
            }
            return counts.getOrDefault(topic, 0L);
        } finally {
            lock.unlock();
        }
    }
}
