package org.hikyaku.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Domains;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Leases;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;

/** A store whose disk is full for a while: the next so many ends of leases fail. */
public final class FailingStore implements Store {

    private final Store real;
    private final AtomicInteger failures = new AtomicInteger();

    /** Fails as {@link #failNext} says, and does what {@code real} does otherwise. */
    public FailingStore(Store real) {
        this.real = real;
    }

    /** Has the next {@code ends} of leases fail. */
    public void failNext(int ends) {
        failures.set(ends);
    }

    /** How many are yet to fail. */
    public int left() {
        return failures.get();
    }

    private void strike() {
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new StoreException("the disk is full");
        }
    }

    @Override
    public Queue queue() {
        return new FailingQueue(real.queue());
    }

    @Override
    public Domains domains() {
        return real.domains();
    }

    @Override
    public Accounts accounts() {
        return real.accounts();
    }

    @Override
    public Keys keys() {
        return real.keys();
    }

    @Override
    public Blobs blobs() {
        return real.blobs();
    }

    @Override
    public Mailboxes mailboxes() {
        return real.mailboxes();
    }

    @Override
    public Evidence evidence() {
        return real.evidence();
    }

    @Override
    public Leases leases() {
        return real.leases();
    }

    @Override
    public Signals signals() {
        return real.signals();
    }

    @Override
    public void close() {
        real.close();
    }

    private final class FailingQueue implements Queue {

        private final Queue queue;

        private FailingQueue(Queue queue) {
            this.queue = queue;
        }

        @Override
        public boolean settle(Lease lease, List<Settlement> settlements, List<NewMessage> reports) {
            strike();
            return queue.settle(lease, settlements, reports);
        }

        @Override
        public void release(Lease lease, Instant at) {
            strike();
            queue.release(lease, at);
        }

        @Override
        public QueueId add(NewMessage message) {
            return queue.add(message);
        }

        @Override
        public List<Lease> lease(
                String owner, int max, Set<DomainName> busy, Instant now, Duration duration) {
            return queue.lease(owner, max, busy, now, duration);
        }

        @Override
        public int releaseAll(String owner) {
            return queue.releaseAll(owner);
        }

        @Override
        public Optional<Instant> nextDue() {
            return queue.nextDue();
        }

        @Override
        public List<Message> list(long after, int limit) {
            return queue.list(after, limit);
        }

        @Override
        public Optional<Message> find(QueueId id) {
            return queue.find(id);
        }

        @Override
        public long size() {
            return queue.size();
        }

        @Override
        public int retry(QueueId id, Instant now) {
            return queue.retry(id, now);
        }

        @Override
        public int hold(QueueId id) {
            return queue.hold(id);
        }

        @Override
        public int drop(QueueId id) {
            return queue.drop(id);
        }
    }
}
