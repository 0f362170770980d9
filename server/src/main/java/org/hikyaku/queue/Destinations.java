package org.hikyaku.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.name.DomainName;

/**
 * How many attempts run, in all and to each domain. A domain whose hosts cannot be reached gets
 * half the room at each failure, and one more at each success: a host in trouble is not helped by
 * twenty connections.
 */
final class Destinations {

    /** Domains whose reduced room is remembered while nothing runs there. */
    private static final int MAX_REMEMBERED = 10_000;

    /**
     * What may be leased now.
     *
     * @param max how many
     * @param busy domains without room
     */
    record Room(int max, Set<DomainName> busy) {}

    private static final class Destination {
        private int running;
        private int limit;

        private Destination(int limit) {
            this.limit = limit;
        }

        private int free() {
            return limit - running;
        }

        /**
         * A quarter must be free before more is leased: one transaction then brings several
         * messages.
         */
        private boolean isBusy() {
            return running > 0 && free() < Math.max(1, limit / 4);
        }
    }

    private final int maxTotal;
    private final int maxPerDomain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<DomainName, Destination> domains = new HashMap<>(); // guarded by lock
    private int total; // guarded by lock
    private boolean hurried; // guarded by lock

    Destinations(int maxTotal, int maxPerDomain) {
        this.maxTotal = maxTotal;
        this.maxPerDomain = maxPerDomain;
    }

    /** Waits until there is room for one attempt at least. */
    Room awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (total >= maxTotal) {
                ended.await();
            }
            Set<DomainName> busy = new HashSet<>();
            int max = Math.min(maxTotal - total, maxPerDomain);
            for (Map.Entry<DomainName, Destination> e : domains.entrySet()) {
                if (e.getValue().isBusy()) {
                    busy.add(e.getKey());
                } else if (e.getValue().running > 0) {
                    // All that is leased may be for this domain: none is to be given back.
                    max = Math.min(max, e.getValue().free());
                }
            }
            return new Room(max, busy);
        } finally {
            lock.unlock();
        }
    }

    /** Takes room for one attempt; false where the domain has none. */
    boolean take(DomainName domain) {
        lock.lock();
        try {
            Destination destination =
                    domains.computeIfAbsent(domain, _ -> new Destination(maxPerDomain));
            if (destination.free() <= 0) {
                return false;
            }
            destination.running++;
            total++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the room of an attempt back.
     *
     * @param reached whether a host took or refused something
     */
    void give(DomainName domain, boolean reached) {
        lock.lock();
        try {
            Destination destination = domains.get(domain);
            if (destination == null) {
                throw new IllegalStateException("nothing runs for " + domain);
            }
            destination.running--;
            total--;
            destination.limit =
                    reached
                            ? Math.min(maxPerDomain, destination.limit + 1)
                            : Math.max(1, destination.limit / 2);
            if (destination.running == 0
                    && (destination.limit == maxPerDomain || domains.size() > MAX_REMEMBERED)) {
                domains.remove(domain);
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing runs; false where that takes longer than {@code nanos}. */
    boolean awaitNone(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (total > 0) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all pauses, now and later: this server is about to end. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, after trouble. */
    void pause(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (left > 0 && !hurried) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
