package org.hikyaku.inbound;

import java.time.InstantSource;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.dns.Resolver;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Store;

/**
 * What port 25 works with.
 *
 * @param resolver for the name of a client's address
 * @param results how Authentication-Results are worded
 */
public record InboundParts(
        Store store,
        MessageAuthenticator authenticator,
        Resolver resolver,
        Policy policy,
        ResultsText results,
        EventLog events,
        InstantSource clock) {}
