package org.hikyaku.submission;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.store.Store;

/**
 * What submission works with.
 *
 * @param random for Message-IDs; safe for many threads
 * @param recipients who gets mail for an address of our own
 * @param senders whose name a login may write in
 */
public record SubmissionParts(
        Store store,
        Logins logins,
        EventLog events,
        InstantSource clock,
        RandomGenerator random,
        Recipients recipients,
        Senders senders) {
    /** All mail for our own domains goes into mailboxes of this server. */
    public SubmissionParts(
            Store store,
            Logins logins,
            EventLog events,
            InstantSource clock,
            RandomGenerator random) {
        this(
                store,
                logins,
                events,
                clock,
                random,
                Recipients.of(store.accounts()),
                Senders.of(store));
    }
}
