package org.hikyaku.milterd;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.hikyaku.net.Connection;
import org.hikyaku.net.ConnectionHandler;

/**
 * Serves the connections of mail servers. {@link #use} changes the rules for messages to come; the
 * one that is under way is treated to its end by those it began with. Safe for many threads.
 */
public final class MilterEndpoint implements ConnectionHandler {

    private final MilterParts parts;
    private final MilterLimits limits;
    private final AtomicLong nextSession;
    private volatile MilterRules rules;

    /** An endpoint that works by {@code rules} until others are given. */
    public MilterEndpoint(MilterRules rules, MilterParts parts, MilterLimits limits) {
        this.rules = rules;
        this.parts = parts;
        this.limits = limits;
        // Sessions of one run of the process and of the next should differ.
        this.nextSession = new AtomicLong(parts.clock().millis() << 8);
    }

    /** From the next message on. */
    public void use(MilterRules next) {
        rules = next;
    }

    @Override
    public void serve(Connection connection) throws IOException {
        String id = "m" + Long.toString(nextSession.getAndIncrement(), 36);
        new MilterSession(id, connection, this).run();
    }

    MilterParts parts() {
        return parts;
    }

    MilterLimits limits() {
        return limits;
    }

    MilterRules rules() {
        return rules;
    }
}
