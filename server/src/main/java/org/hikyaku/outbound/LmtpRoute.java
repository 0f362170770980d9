package org.hikyaku.outbound;

import java.net.UnknownHostException;
import java.util.List;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.queue.AttemptResult;

/** The way to an LMTP server: no MX is asked for. */
final class LmtpRoute {

    private LmtpRoute() {}

    static Attempt.Way of(StreamAddress target) {
        return new Attempt.Way("lmtp " + target, Dialect.LMTP, () -> route(target), null);
    }

    private static Route route(StreamAddress target) {
        try {
            return new Route.Hosts(List.of(new Route.Target(target.text(), target.addresses())));
        } catch (UnknownHostException _) {
            return new Route.Nowhere(
                    new AttemptResult.Unreachable(
                            "", "the LMTP host " + target + " has no address"));
        }
    }
}
