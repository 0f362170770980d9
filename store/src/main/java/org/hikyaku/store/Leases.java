package org.hikyaku.store;

import java.time.Duration;
import java.time.Instant;

/** Locks with an end, for work that only one node may do. */
public interface Leases {

    /**
     * Takes or renews the lease {@code name} for {@code owner}; false where another holds it until
     * after {@code now}. Durable on return.
     */
    boolean acquire(String name, String owner, Instant now, Duration duration);

    /** Gives it back where {@code owner} holds it. */
    void release(String name, String owner);
}
