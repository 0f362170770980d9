package org.hikyaku.outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.name.DomainName;

/** Connections that wait a moment for the next message to the same domain. */
final class Connections implements AutoCloseable {

    /**
     * Longer would keep a host's room for nothing; large receivers end idle connections themselves.
     */
    private static final Duration IDLE = Duration.ofSeconds(3);

    /** Messages over one connection, then a new one: large receivers set such limits. */
    static final int MAX_MESSAGES = 100;

    private static final int MAX_IDLE = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DomainName, Deque<SmtpClient>> idle = new HashMap<>(); // guarded by lock
    private int count; // guarded by lock
    private boolean closed; // guarded by lock
    private final Thread reaper = Thread.ofVirtual().name("outbound-idle").start(this::reap);

    Optional<SmtpClient> take(DomainName domain) {
        lock.lock();
        try {
            Deque<SmtpClient> waiting = idle.get(domain);
            if (waiting == null) {
                return Optional.empty();
            }
            SmtpClient client = waiting.removeLast();
            count--;
            if (waiting.isEmpty()) {
                idle.remove(domain);
            }
            return Optional.of(client);
        } finally {
            lock.unlock();
        }
    }

    void give(DomainName domain, SmtpClient client) {
        if (!keep(domain, client)) {
            client.close();
        }
    }

    private boolean keep(DomainName domain, SmtpClient client) {
        lock.lock();
        try {
            if (closed || count >= MAX_IDLE || client.countMessage() >= MAX_MESSAGES) {
                return false;
            }
            client.idle(System.nanoTime());
            idle.computeIfAbsent(domain, _ -> new ArrayDeque<>()).addLast(client);
            count++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void reap() {
        try {
            while (true) {
                Thread.sleep(IDLE.dividedBy(2));
                expired(System.nanoTime() - IDLE.toNanos()).forEach(SmtpClient::close);
            }
        } catch (InterruptedException _) {
            // close() asks for it
        }
    }

    private List<SmtpClient> expired(long before) {
        List<SmtpClient> old = new ArrayList<>();
        lock.lock();
        try {
            idle.values()
                    .removeIf(
                            waiting -> {
                                waiting.removeIf(c -> c.idleSince() - before < 0 && old.add(c));
                                return waiting.isEmpty();
                            });
            count -= old.size();
        } finally {
            lock.unlock();
        }
        return old;
    }

    @Override
    public void close() {
        reaper.interrupt();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        expired(Long.MAX_VALUE / 2 + System.nanoTime() / 2).forEach(SmtpClient::close);
    }
}
