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
 * @param reports of success, where senders asked for one
 */
public record InboundParts(
        Store store,
        MessageAuthenticator authenticator,
        Resolver resolver,
        Policy policy,
        ResultsText results,
        DeliveryReports reports,
        EventLog events,
        InstantSource clock) {}
