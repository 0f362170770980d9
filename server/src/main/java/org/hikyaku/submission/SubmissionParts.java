package org.hikyaku.submission;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.store.Store;

/**
 * What submission works with.
 *
 * @param random for Message-IDs; safe for many threads
 */
public record SubmissionParts(
        Store store, Logins logins, EventLog events, InstantSource clock, RandomGenerator random) {}
