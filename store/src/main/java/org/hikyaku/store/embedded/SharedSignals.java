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

    private final Writer writer;
    private final Readers readers;
    private final boolean serving;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Map<Topic, Long> counts = new EnumMap<>(Topic.class); // guarded by lock
    private final ThreadLocal<Map<Topic, Long>> seen =
            ThreadLocal.withInitial(() -> new EnumMap<>(Topic.class));

    SharedSignals(Writer writer, Readers readers, boolean serving) {
        this.writer = writer;
        this.readers = readers;
        this.serving = serving;
    }

    @Override
    public void wake(Topic topic) {
        if (!serving) {
            writer.write(
                    s ->
                            s.update(
                                    "INSERT INTO signals (topic, count) VALUES (?, 1) ON CONFLICT (topic) DO UPDATE SET count = count + 1",
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
        return readers.read(
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
        long outside = fromOutside(topic);
        while (true) {
            long left = end - System.nanoTime();
            if (awaitInside(topic, Math.min(left, LOOK.toNanos()))) {
                return true;
            }
            if (fromOutside(topic) != outside) {
                return true;
            }
            if (System.nanoTime() >= end) {
                return false;
            }
        }
    }

    private boolean awaitInside(Topic topic, long nanos) throws InterruptedException {
        lock.lock();
        try {
            Long before = seen.get().getOrDefault(topic, 0L);
            if (counts.getOrDefault(topic, 0L).equals(before) && nanos > 0) {
                boolean _ = woken.await(nanos, TimeUnit.NANOSECONDS);
            }
            long now = counts.getOrDefault(topic, 0L);
            seen.get().put(topic, now);
            return now != before;
        } finally {
            lock.unlock();
        }
    }
}
