package org.hikyaku.zones;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.jspecify.annotations.Nullable;

/**
 * What changes make of the records of one name and type. A pure function of what is there, so that
 * a change that is there already is seen, and one that no longer fits is, too.
 *
 * @param after the records that shall be there
 * @param ttl of all of them (RFC 2181 section 5.2); null: whatever there is or the zone has
 * @param present how many changes were there already
 * @param conflict the change that does not fit what is there; then nothing else counts
 */
record RrsetEdit(
        Rrset before,
        List<DnsRecord> after,
        @Nullable Duration ttl,
        int present,
        Optional<RecordChange> conflict) {

    /**
     * The records of one place.
     *
     * @param ttlSeconds 0 where there are none
     */
    record Rrset(Place place, List<DnsRecord> records, long ttlSeconds) {}

    /** Changes by the place that they touch, in their order. */
    static Map<Place, List<RecordChange>> byPlace(List<RecordChange> changes) {
        Map<Place, List<RecordChange>> places = new LinkedHashMap<>();
        for (RecordChange change : changes) {
            places.computeIfAbsent(Place.of(change), _ -> new ArrayList<>()).add(change);
        }
        return places;
    }

    /** What {@code changes}, all of one place, make of {@code before}. */
    static RrsetEdit of(Rrset before, List<RecordChange> changes) {
        Draft draft = new Draft(before);
        for (RecordChange change : changes) {
            boolean fits =
                    switch (change) {
                        case RecordChange.Add(var record) -> draft.add(record);
                        case RecordChange.Remove(var record) -> draft.remove(record);
                        case RecordChange.Replace(var old, var next) -> draft.replace(old, next);
                    };
            if (!fits) {
                return new RrsetEdit(before, before.records(), null, 0, Optional.of(change));
            }
        }
        return new RrsetEdit(
                before, List.copyOf(draft.records), draft.ttl, draft.present, Optional.empty());
    }

    /** Whether nothing is left to do. */
    boolean isDone() {
        return conflict.isEmpty() && !changesTtl() && sameRecords(before.records(), after);
    }

    /** Whether the records that stay get another time to live. */
    boolean changesTtl() {
        return ttl != null && !after.isEmpty() && ttl.toSeconds() != before.ttlSeconds();
    }

    List<DnsRecord> removed() {
        return before.records().stream().filter(r -> !after.contains(r)).toList();
    }

    List<DnsRecord> added() {
        return after.stream().filter(r -> !before.records().contains(r)).toList();
    }

    /** RFC 2181 section 5: a set has no order. */
    static boolean sameRecords(List<DnsRecord> a, List<DnsRecord> b) {
        return a.size() == b.size() && a.containsAll(b);
    }

    /** The records while the changes pass over them. */
    private static final class Draft {
        final List<DnsRecord> records;
        @Nullable Duration ttl;
        int present;
        private final long ttlBefore;

        Draft(Rrset before) {
            this.records = new ArrayList<>(before.records());
            this.ttlBefore = before.ttlSeconds();
        }

        boolean add(RecordChange.OwnedRecord record) {
            boolean there = records.contains(record.data());
            if (!there) {
                records.add(record.data());
            }
            count(there, record);
            return true;
        }

        boolean remove(RecordChange.OwnedRecord record) {
            if (!records.remove(record.data())) {
                present++;
            }
            return true;
        }

        boolean replace(RecordChange.OwnedRecord old, RecordChange.OwnedRecord next) {
            int at = records.indexOf(old.data());
            boolean there = records.contains(next.data());
            if (at < 0 && !there) {
                return false;
            }
            if (at >= 0 && !there) {
                records.set(at, next.data());
            } else if (at >= 0 && !old.data().equals(next.data())) {
                records.remove(at);
            }
            count(at < 0 || old.data().equals(next.data()), next);
            return true;
        }

        private void count(boolean there, RecordChange.OwnedRecord wanted) {
            boolean sameTtl = wanted.ttl() == null || wanted.ttl().toSeconds() == ttlBefore;
            if (wanted.ttl() != null) {
                ttl = wanted.ttl();
            }
            if (there && sameTtl) {
                present++;
            }
        }
    }
}
