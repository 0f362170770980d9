package org.hikyaku.outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All connections: those that wait a moment for the next message to the same domain, and those in
 * use, which are cut off where the host holds them up for too long.
 */
final class Connections implements AutoCloseable {

    /**
     * Longer would keep a host's room for nothing; large receivers end idle connections themselves.
     */
    private static final Duration IDLE = Duration.ofSeconds(3);

    /** Between looks at who is late. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Messages over one connection, then a new one: large receivers set such limits. */
    static final int MAX_MESSAGES = 100;

    /** Each waits with two sockets' buffers. */
    private static final int MAX_IDLE = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<SmtpClient>> idle = new HashMap<>(); // guarded by lock
    private int count; // guarded by lock
    private boolean closed; // guarded by lock
    private final Set<SmtpClient> open = ConcurrentHashMap.newKeySet();
    private final Thread reaper = Thread.ofVirtual().name("outbound-idle").start(this::reap);

    /** Watches a connection from now on. */
    void opened(SmtpClient client) {
        open.add(client);
    }

    /** Ends a connection without a word, after a failure. */
    void abandon(SmtpClient client) {
        open.remove(client);
        client.abandon();
    }

    /** Ends a connection that works and is not wanted again. */
    void dismiss(SmtpClient client) {
        end(client);
    }

    /** A connection that waits for messages to {@code key}; the youngest. */
    Optional<SmtpClient> take(String key) {
        lock.lock();
        try {
            Deque<SmtpClient> waiting = idle.get(key);
            if (waiting == null) {
                return Optional.empty();
            }
            SmtpClient client = waiting.removeLast();
            client.begin();
            count--;
            if (waiting.isEmpty()) {
                idle.remove(key);
            }
            return Optional.of(client);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a connection back after use, to keep or to end it. */
    void give(String key, SmtpClient client) {
        if (!keep(key, client)) {
            end(client);
        }
    }

    private boolean keep(String key, SmtpClient client) {
        lock.lock();
        try {
            if (closed || count >= MAX_IDLE || client.messages() >= MAX_MESSAGES) {
                return false;
            }
            client.rest(System.nanoTime());
            idle.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(client);
            count++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says goodbye on a thread of its own: a host that does not listen holds nobody up. */
    private void end(SmtpClient client) {
        open.remove(client);
        Thread.startVirtualThread(client::close);
    }

    private void reap() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                long now = System.nanoTime();
                expired(now - IDLE.toNanos()).forEach(this::end);
                for (SmtpClient client : open) {
                    if (client.isLate(now)) {
                        client.abandon(); // its thread sees that the socket is closed
                    }
                }
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
                                waiting.removeIf(c -> c.restsSince() - before < 0 && old.add(c));
                                return waiting.isEmpty();
                            });
            count -= old.size();
        } finally {
            lock.unlock();
        }
        return old;
    }

    /** Ends those that wait, and cuts off those in use. */
    @Override
    public void close() {
        reaper.interrupt();
        List<SmtpClient> waiting = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            idle.values().forEach(waiting::addAll);
            idle.clear();
            count = 0;
        } finally {
            lock.unlock();
        }
        waiting.forEach(open::remove);
        waiting.forEach(SmtpClient::close);
        open.forEach(SmtpClient::abandon);
    }
}
