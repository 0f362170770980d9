package org.hikyaku.store;

import java.time.Duration;

/** Wake-ups between flows. One is never relied upon: it only shortens a wait. */
public interface Signals {

    /** What there is news about. */
    enum Topic {
        QUEUE,
        ACCOUNTS
    }

    /**
     * Wakes those who wait for {@code topic}: in this process at once, and where this is a command
     * beside a server, within a second those in the server and other processes as well.
     */
    void wake(Topic topic);

    /**
     * Waits until {@code topic} is woken or {@code atMost} has passed; true where it was woken
     * since this thread's last wait or at any time during this one.
     */
    boolean await(Topic topic, Duration atMost) throws InterruptedException;
}
