package org.hikyaku.app.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyReport;
import org.hikyaku.keylife.KeyState;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.StoreException;

/**
 * Moves the keys of all domains on, and at the start checks that what signs is what is published.
 * One virtual thread.
 */
final class KeyJob implements AutoCloseable {

    /** A key that signs and one that is retired change within days. */
    private static final Duration QUIET = Duration.ofDays(1);

    /** A key on its way waits for servers and caches. */
    private static final Duration BUSY = Duration.ofMinutes(5);

    /**
     * What is kept.
     *
     * @param keeper as the settings have it now
     * @param domains those of this server now
     */
    record Work(Supplier<KeyKeeper> keeper, Supplier<List<DomainName>> domains) {}

    private final Work work;
    private final EventLog events;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;

    private KeyJob(Work work, EventLog events) {
        this.work = work;
        this.events = events;
        this.thread = Thread.ofVirtual().name("keys").unstarted(this::run);
    }

    static KeyJob start(Work work, EventLog events) {
        KeyJob job = new KeyJob(work, events);
        job.thread.start();
        return job;
    }

    private void run() {
        try {
            Duration wait;
            do {
                wait = once();
            } while (!ending.await(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration once() {
        Duration wait = QUIET;
        for (DomainName domain : work.domains().get()) {
            if (ending.getCount() > 0 && isBusy(domain)) {
                wait = BUSY;
            }
        }
        return wait;
    }

    /** One domain's trouble is not that of the next. */
    private boolean isBusy(DomainName domain) {
        try {
            boolean busy = false;
            for (KeyReport report : work.keeper().get().advance(domain)) {
                if (!report.problem().isEmpty()) {
                    events.emit(
                            new Event.Trouble(
                                    "dkim",
                                    report.key().recordName()
                                            + " is not published: "
                                            + report.problem(),
                                    null));
                }
                busy |=
                        !(report.key().state() instanceof KeyState.Signing)
                                && !(report.key().state() instanceof KeyState.Retired);
            }
            return busy;
        } catch (StoreException e) {
            events.emit(
                    new Event.Trouble("dkim", "the keys of " + domain + " stay as they are", e));
            return true;
        } catch (RuntimeException e) {
            if (ending.getCount() == 0) {
                return false; // interrupted in the middle of a question
            }
            events.emit(new Event.Bug("keys of " + domain, e));
            return false;
        }
    }

    /** Ends; what is being asked ends by its own deadline. */
    @Override
    public void close() {
        ending.countDown();
        thread.interrupt();
        try {
            boolean _ = thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
