package org.hikyaku.queue;

import org.hikyaku.name.DomainName;

/**
 * How the queue is worked off.
 *
 * @param hostname this host, in reports
 * @param maxAttempts attempts at the same time
 * @param maxPerDomain of them to one domain
 * @param patience how long is tried
 */
public record QueueSettings(
        DomainName hostname, int maxAttempts, int maxPerDomain, NextStep.Patience patience) {

    /** The usual numbers: Postfix's default_destination_concurrency_limit is 20. */
    public static QueueSettings of(DomainName hostname) {
        return new QueueSettings(hostname, 100, 20, NextStep.Patience.STANDARD);
    }
}
