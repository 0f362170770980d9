package org.hikyaku.watch;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Watches a log for as long as a server runs, on one virtual thread. */
public final class WatchJob implements AutoCloseable {

    /** Between looks where nothing is new. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** After trouble, which is told once and not each time. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Supplier<LogSource> source;
    private final Evidence evidence;
    private final EventLog events;
    private final InstantSource clock;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("watch").unstarted(this::run);

    private WatchJob(
            Supplier<LogSource> source, Evidence evidence, EventLog events, InstantSource clock) {
        this.source = source;
        this.evidence = evidence;
        this.events = events;
        this.clock = clock;
    }

    /** Starts; {@code source} is asked for a new one after trouble. */
    public static WatchJob start(
            Supplier<LogSource> source, Evidence evidence, EventLog events, InstantSource clock) {
        WatchJob job = new WatchJob(source, evidence, events, clock);
        job.thread.start();
        return job;
    }

    private void run() {
        String told = "";
        try {
            while (ending.getCount() > 0) {
                String trouble = watch();
                if (trouble != null && !trouble.equals(told)) {
                    events.emit(new Event.Trouble("watch", trouble, null));
                    told = trouble;
                }
                boolean _ = ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (ending.getCount() > 0) {
                events.emit(new Event.Bug("watch", e));
            }
        }
    }

    /** Until it ends, or something stands in the way: what. */
    private @Nullable String watch() throws InterruptedException {
        try (LogSource log = source.get()) {
            Watcher watcher = new Watcher(log, evidence, events);
            watcher.begin();
            while (ending.getCount() > 0) {
                if (watcher.step(clock.instant()).read() == 0) {
                    boolean _ = ending.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            return null;
        } catch (IOException | StoreException e) {
            return "the mail log is not followed for now: " + e.getMessage();
        }
    }

    /** Ends once the batch that it is at has been kept. */
    @Override
    public void close() {
        ending.countDown();
        try {
            boolean _ = thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
