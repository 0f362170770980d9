package org.hikyaku.net;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes what somebody waits on when its time is up: a peer that sends one octet at a time would
 * never meet the limit of a single read.
 */
public final class Deadline implements AutoCloseable {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean passed;

    private Deadline() {}

    /** Starts to run. */
    public static Deadline of(Closeable what, Duration time) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().name("deadline").start(() -> deadline.watch(what, time));
        return deadline;
    }

    private void watch(Closeable what, Duration time) {
        try {
            if (!done.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                passed = true;
                what.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // It is closed already, or cannot be: whoever waits on it will know.
        }
    }

    /** Whether the time was up. */
    public boolean hasPassed() {
        return passed;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
