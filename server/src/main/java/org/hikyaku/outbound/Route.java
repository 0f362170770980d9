package org.hikyaku.outbound;

import java.net.SocketAddress;
import java.util.List;
import org.hikyaku.queue.AttemptResult;

/** Where mail for a domain goes. */
sealed interface Route {

    /**
     * A host to try.
     *
     * @param name as MX or the settings name it
     * @param addresses in the order to try them
     */
    record Target(String name, List<? extends SocketAddress> addresses) {}

    /** To these hosts, the first that works. */
    record Hosts(List<Target> targets) implements Route {}

    /** Nowhere: the same result for all recipients. */
    record Nowhere(AttemptResult result) implements Route {}
}
