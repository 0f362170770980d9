package org.hikyaku.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Works the queue off: leases what is due, has it tried, settles what comes of it. */
public final class QueueRunner implements AutoCloseable {

    /**
     * Longer than any attempt may take; a lease of a process that died ends with its successor's
     * start.
     */
    private static final Duration LEASE = Duration.ofHours(2);

    /** The clock may be set, and a command beside the server may make work due. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** After trouble with the store. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

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
    private final QueueSettings settings;
    private final Parts parts;
    private final Reports reports;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<DomainName, Integer> running = new HashMap<>(); // guarded by lock
    private int total; // guarded by lock
    private volatile boolean closing;
    private final Thread thread;

    private QueueRunner(String owner, QueueSettings settings, Parts parts) {
        this.owner = owner;
        this.settings = settings;
        this.parts = parts;
        this.reports = new Reports(settings, parts.store().blobs(), parts.signer(), parts.random());
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
        while (!closing) {
            try {
                if (!startDue()) {
                    awaitWork();
                }
            } catch (StoreException e) {
                parts.events().emit(new Event.Trouble("queue", "the queue cannot be read", e));
                pause();
            } catch (InterruptedException _) {
                return; // close() asks for it
            }
        }
    }

    private void pause() {
        lock.lock();
        try {
            boolean _ = ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Starts what is due and has room; false where there was nothing. */
    private boolean startDue() throws InterruptedException {
        Set<DomainName> busy = new HashSet<>();
        int room = awaitRoom(busy);
        List<Queue.Lease> leases =
                parts.store().queue().lease(owner, room, busy, parts.clock().instant(), LEASE);
        for (Queue.Lease lease : leases) {
            if (take(lease.domain())) {
                Thread.ofVirtual()
                        .name("queue-" + lease.message().id())
                        .start(() -> attempt(lease));
            } else {
                parts.store().queue().release(lease, parts.clock().instant());
            }
        }
        return !leases.isEmpty();
    }

    private int awaitRoom(Set<DomainName> busy) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (total >= settings.maxAttempts()) {
                ended.await();
            }
            running.forEach(
                    (domain, n) -> {
                        if (n >= settings.maxPerDomain()) {
                            busy.add(domain);
                        }
                    });
            return Math.min(settings.maxAttempts() - total, settings.maxPerDomain());
        } finally {
            lock.unlock();
        }
    }

    private boolean take(DomainName domain) {
        lock.lock();
        try {
            if (running.getOrDefault(domain, 0) >= settings.maxPerDomain()) {
                return false;
            }
            running.merge(domain, 1, Integer::sum);
            total++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void give(DomainName domain) {
        lock.lock();
        try {
            running.computeIfPresent(domain, (_, n) -> n == 1 ? null : n - 1);
            total--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        parts.store().signals().wake(Signals.Topic.QUEUE);
    }

    private void awaitWork() throws InterruptedException {
        Duration wait =
                parts.store()
                        .queue()
                        .nextDue()
                        .map(due -> Duration.between(parts.clock().instant(), due))
                        .filter(d -> d.compareTo(LONGEST_WAIT) < 0)
                        .orElse(LONGEST_WAIT);
        // What is due now and not started waits for a busy domain: an end wakes us.
        Duration atLeast = wait.isNegative() || wait.isZero() ? Duration.ofMillis(200) : wait;
        boolean _ = parts.store().signals().await(Signals.Topic.QUEUE, atLeast);
    }

    private void attempt(Queue.Lease lease) {
        try {
            Map<Integer, AttemptResult> results = parts.courier().deliver(lease);
            settle(lease, results);
        } catch (StoreException | IOException e) {
            parts.events()
                    .emit(
                            new Event.Trouble(
                                    "queue",
                                    "message " + lease.message().id() + " cannot be settled",
                                    e));
        } catch (RuntimeException e) {
            parts.events().emit(new Event.Bug("queue message " + lease.message().id(), e));
        } finally {
            give(lease.domain());
        }
    }

    private void settle(Queue.Lease lease, Map<Integer, AttemptResult> results) throws IOException {
        Instant now = parts.clock().instant();
        List<Queue.Settlement> settlements = new ArrayList<>();
        List<DsnReport.Status> failed = new ArrayList<>();
        List<DsnReport.Status> late = new ArrayList<>();
        for (Queue.Entry entry : lease.message().entries()) {
            AttemptResult result =
                    results.getOrDefault(
                            entry.number(), new AttemptResult.Unreachable("", "it was not tried"));
            NextStep.Progress progress =
                    new NextStep.Progress(
                            lease.message().queued(), entry.attempts() + 1, entry.delayReported());
            NextStep step =
                    NextStep.after(result, progress, settings.patience(), now, parts.random());
            settlements.add(settlement(entry, result, step));
            switch (step) {
                case NextStep.Done _ -> {}
                case NextStep.Bounce bounce ->
                        failed.add(status(entry, result, bounce.status(), bounce.text(), null));
                case NextStep.Retry retry when retry.warnSender() ->
                        late.add(
                                status(
                                        entry,
                                        result,
                                        result.status(),
                                        result.text(),
                                        lease.message()
                                                .queued()
                                                .plus(settings.patience().lifetime())));
                case NextStep.Retry _ -> {}
            }
        }
        List<Queue.NewMessage> messages = new ArrayList<>();
        report(lease, DsnReport.Action.FAILED, failed, now, messages);
        report(lease, DsnReport.Action.DELAYED, late, now, messages);
        if (!parts.store().queue().settle(lease, settlements, messages)) {
            parts.events()
                    .emit(
                            new Event.Trouble(
                                    "queue",
                                    "the lease of message "
                                            + lease.message().id()
                                            + " was lost: it may be sent twice",
                                    null));
        }
    }

    private DsnReport.Status status(
            Queue.Entry entry,
            AttemptResult result,
            EnhancedCode status,
            String text,
            @Nullable Instant until) {
        String host = result.host().isEmpty() ? null : result.host();
        return new DsnReport.Status(
                entry.recipient(), status, host, text, "", parts.clock().instant(), until);
    }

    private void report(
            Queue.Lease lease,
            DsnReport.Action action,
            List<DsnReport.Status> about,
            Instant now,
            List<Queue.NewMessage> messages)
            throws IOException {
        if (about.isEmpty()) {
            return;
        }
        reports.report(lease.message(), action, about, now).ifPresent(messages::add);
        String to =
                lease.message().from().isNull()
                        ? "nobody: the message is a report itself"
                        : lease.message().from().text();
        parts.events()
                .emit(
                        new Event.DsnQueued(
                                lease.message().id().toString(),
                                about.getFirst().recipient().address().toString(),
                                to,
                                action.text()));
    }

    private static Queue.Settlement settlement(
            Queue.Entry entry, AttemptResult result, NextStep step) {
        return switch (step) {
            case NextStep.Done _ ->
                    result instanceof AttemptResult.Filed(Mailboxes.Delivery delivery, String text)
                            ? new Queue.Settlement.Filed(entry.number(), text, delivery)
                            : new Queue.Settlement.Delivered(entry.number(), result.text());
            case NextStep.Bounce bounce ->
                    new Queue.Settlement.Bounced(entry.number(), bounce.text());
            case NextStep.Retry retry ->
                    new Queue.Settlement.Retry(
                            entry.number(),
                            retry.at(),
                            result.text(),
                            entry.delayReported() || retry.warnSender());
        };
    }

    /**
     * Ends: nothing new is begun; attempts under way have {@code grace} to end. What is cut off is
     * tried again after the next start.
     */
    public void stop(Duration grace) {
        closing = true;
        thread.interrupt();
        long end = System.nanoTime() + grace.toNanos();
        lock.lock();
        try {
            while (total > 0) {
                long left = end - System.nanoTime();
                if (left <= 0 || ended.awaitNanos(left) <= 0) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
