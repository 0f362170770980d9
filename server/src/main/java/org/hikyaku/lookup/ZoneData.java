package org.hikyaku.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** The records of some zones, as their authority would answer. Filled once, then only read. */
final class ZoneData {

    private static final String WILDCARD = "*";

    /** RFC 2308 section 3, where the zone has no SOA record. */
    private static final long NEGATIVE_TTL_SECONDS = 300;

    private record RecordSet(List<DnsRecord> records, long ttlSeconds) {}

    private final Set<DomainName> apexes = new HashSet<>();
    private final Set<DomainName> names = new HashSet<>();
    private final Set<DomainName> cuts = new HashSet<>();
    private final Map<Question, RecordSet> records = new HashMap<>();

    void apex(DomainName name) {
        apexes.add(name);
        names.add(name);
    }

    void add(DomainName name, DnsRecord record, long ttlSeconds) {
        Question key = new Question(name, record.type());
        RecordSet known = records.getOrDefault(key, new RecordSet(List.of(), ttlSeconds));
        List<DnsRecord> all = new ArrayList<>(known.records());
        if (!all.contains(record)) {
            all.add(record); // RFC 2181 section 5: a set holds no record twice
        }
        records.put(key, new RecordSet(List.copyOf(all), Math.min(known.ttlSeconds(), ttlSeconds)));
        // RFC 8020: the names above exist too
        for (DomainName at = name; !at.isRoot() && names.add(at); ) {
            at = at.parent();
        }
    }

    /** To be called when all is there: names with NS below an apex belong to others. */
    void findCuts() {
        for (Question key : records.keySet()) {
            if (key.type() == RecordType.NS && !apexes.contains(key.name())) {
                cuts.add(key.name());
            }
        }
    }

    Set<DomainName> apexes() {
        return Set.copyOf(apexes);
    }

    /** The zone that answers for {@code name}; empty outside and below a delegation. */
    Optional<DomainName> zoneOf(DomainName name) {
        DomainName at = name;
        while (!at.isRoot()) {
            if (apexes.contains(at)) {
                return Optional.of(at);
            }
            if (cuts.contains(at)) {
                return Optional.empty();
            }
            at = at.parent();
        }
        return apexes.contains(DomainName.ROOT) ? Optional.of(DomainName.ROOT) : Optional.empty();
    }

    /** Answers for a name within {@code apex}; aliases are not followed. */
    Answer answer(DomainName apex, DomainName name, RecordType type) {
        DomainName owner = names.contains(name) ? name : wildcard(apex, name).orElse(name);
        RecordSet found = records.get(new Question(owner, type));
        if (found != null) {
            return new Answer.Found(found.records(), false, found.ttlSeconds());
        }
        return new Answer.NoRecord(names.contains(owner), false, negativeTtl(apex));
    }

    /** RFC 4592 section 3.3.1: the wildcard just below the closest name that exists. */
    private Optional<DomainName> wildcard(DomainName apex, DomainName name) {
        DomainName at = name;
        while (!at.equals(apex) && !names.contains(at)) {
            at = at.parent();
        }
        return at.withPrefix(WILDCARD).filter(names::contains);
    }

    private long negativeTtl(DomainName apex) {
        RecordSet soa = records.get(new Question(apex, RecordType.SOA));
        if (soa != null && soa.records().getFirst() instanceof DnsRecord.Soa data) {
            return Math.min(soa.ttlSeconds(), data.minimumSeconds());
        }
        return NEGATIVE_TTL_SECONDS;
    }
}
