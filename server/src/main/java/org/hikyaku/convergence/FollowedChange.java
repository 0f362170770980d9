package org.hikyaku.convergence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
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
     *     records' time to live, or where there were none, how long an absence is remembered. At
     *     most a day: hardly a resolver holds anything for longer
     */
    public record Before(OptionalLong serial, Duration remembered) {}

    /** Where to look. */
    public Place place() {
        return Place.of(change);
    }

    /** Whether {@code answer} shows the change carried out. */
    public boolean isIn(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> isIn(found.records());
            case Answer.NoRecord _ -> isIn(List.of());
            case Answer.Failed _ -> false;
        };
    }

    private boolean isIn(List<DnsRecord> records) {
        return switch (change) {
            case RecordChange.Add(var record) -> records.contains(record.data());
            case RecordChange.Remove(var record) -> !records.contains(record.data());
            case RecordChange.Replace(var before, var after) ->
                    records.contains(after.data())
                            && (before.data().equals(after.data())
                                    || !records.contains(before.data()));
        };
    }
}
