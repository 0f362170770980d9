package org.hikyaku.app.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a program in the foreground runs: until the system tells it to end. */
public final class Lifetime {

    /** A JVM that is told to end waits so long for what is under way. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Hears the system from now on. */
    public void begin() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
        Signals.onTerminate(ending::countDown);
    }

    /** Waits; whether the program is to end. */
    public boolean isOverWithin(Duration time) throws InterruptedException {
        return ending.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All is done. */
    public void over() {
        ended.countDown();
    }

    /** Runs in the shutdown hook: the JVM waits for it, and it for the program. */
    private void end() {
        ending.countDown();
        try {
            boolean _ = ended.await(MOST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
