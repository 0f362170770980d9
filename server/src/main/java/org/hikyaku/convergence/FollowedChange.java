package org.hikyaku.convergence;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;

/**
 * A change that was published and is followed.
 *
 * @param zone the apex of the zone it lies in
 * @param writtenAt when it was published
 * @param before what the world may still remember
 */
public record FollowedChange(
        DomainName zone, RecordChange change, Instant writtenAt, Before before) {

    /**
     * What there was before the change.
     *
     * @param serial of the zone; empty where it was not known
     * @param remembered how long a resolver may hold what it saw last before the change: the old
     *     records' time to live, or where there were none, how long an absence is remembered
     */
    public record Before(OptionalLong serial, Duration remembered) {}
}
