package org.hikyaku.inbound;

import java.time.InstantSource;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.dns.Resolver;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Store;

/**
 * What port 25 works with.
 *
 * @param resolver for the name of a client's address
 * @param results how Authentication-Results are worded
 * @param reports of success, where senders asked for one
 * @param recipients who gets mail for an address
 * @param delivery where mail for our own domains goes
 */
public record InboundParts(
        Store store,
        MessageAuthenticator authenticator,
        Resolver resolver,
        Policy policy,
        ResultsText results,
        DeliveryReports reports,
        EventLog events,
        InstantSource clock,
        Recipients recipients,
        DeliverySettings delivery) {
    /** All mail goes into mailboxes of this server. */
    public InboundParts(
            Store store,
            MessageAuthenticator authenticator,
            Resolver resolver,
            Policy policy,
            ResultsText results,
            DeliveryReports reports,
            EventLog events,
            InstantSource clock) {
        this(
                store,
                authenticator,
                resolver,
                policy,
                results,
                reports,
                events,
                clock,
                Recipients.of(store.accounts()),
                DeliverySettings.OWN);
    }
}
