package org.hikyaku.arc;

import java.time.InstantSource;
import org.hikyaku.authres.AuthenticationResults;

/**
 * Adds a set to the Authenticated Received Chain of messages that are passed on (RFC 8617 section
 * 5.1). Safe for many threads; each message gets a run of its own.
 */
public final class ArcSealer {

    private final ArcSealing options;
    private final InstantSource clock;

    /**
     * A sealer.
     *
     * @param clock gives t=
     */
    public ArcSealer(ArcSealing options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * Starts on one message, as it leaves.
     *
     * @param results what this server has found about the message when it arrived, its own
     *     authserv-id included
     * @param status of the chain when the message arrived
     */
    public ArcSealRun begin(AuthenticationResults results, ArcResult.Code status) {
        return new ArcSealRun(options, clock.instant(), results, status);
    }
}
