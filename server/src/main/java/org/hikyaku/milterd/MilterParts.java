package org.hikyaku.milterd;

import java.time.InstantSource;
import org.hikyaku.dns.Resolver;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Evidence;

/**
 * What a milter works with.
 *
 * @param resolver for the names of clients' addresses, and for ADSP
 * @param evidence where rows about messages go
 */
public record MilterParts(
        Resolver resolver, Evidence evidence, EventLog events, InstantSource clock) {}
