package org.hikyaku.queue;

import java.util.Map;
import org.hikyaku.store.Queue;

/** Makes one attempt. Safe for many threads. */
@FunctionalInterface
public interface Courier {

    /**
     * Tries to deliver a lease's message to its recipients; a result for each recipient's number.
     * Never throws for what peers do.
     */
    Map<Integer, AttemptResult> deliver(Queue.Lease lease);
}
