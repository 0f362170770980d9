package org.hikyaku.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;

/**
 * The DNS as it will be when some changes are made: everything else is answered by {@code real}.
 * Where {@code real} fails, so does this: over the unknown nothing can be planned. As safe for many
 * threads as {@code real}.
 */
public final class ChangedResolver implements Resolver {

    private static final int MAX_ALIASES = 8;
    private static final long TTL_SECONDS = 300;

    private final Resolver real;
    private final List<OwnedRecord> gone = new ArrayList<>();
    private final List<OwnedRecord> come = new ArrayList<>();
    private final Set<DomainName> names;

    /** {@code real} with {@code changes}. */
    public ChangedResolver(Resolver real, List<RecordChange> changes) {
        this.real = real;
        for (RecordChange change : changes) {
            switch (change) {
                case RecordChange.Add(var record) -> come.add(record);
                case RecordChange.Remove(var record) -> gone.add(record);
                case RecordChange.Replace(var before, var after) -> {
                    gone.add(before);
                    come.add(after);
                }
            }
        }
        this.names = come.stream().map(OwnedRecord::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int hops = 0; hops < MAX_ALIASES; hops++) {
            Optional<DomainName> target =
                    type == RecordType.CNAME ? Optional.empty() : newAlias(at);
            if (target.isEmpty()) {
                return answer(at, type);
            }
            at = target.get();
        }
        return new Answer.Failed(Answer.Failure.SERVER, "more than " + MAX_ALIASES + " aliases");
    }

    private Optional<DomainName> newAlias(DomainName at) {
        return data(come, at, RecordType.CNAME).stream()
                .map(data -> ((DnsRecord.Cname) data).target())
                .findFirst();
    }

    private Answer answer(DomainName at, RecordType type) {
        List<DnsRecord> removed = data(gone, at, type);
        List<DnsRecord> added = data(come, at, type);
        boolean aliasGone = type != RecordType.CNAME && !data(gone, at, RecordType.CNAME).isEmpty();
        Answer before =
                aliasGone ? new Answer.NoRecord(true, false, TTL_SECONDS) : real.query(at, type);
        if (before instanceof Answer.Failed) {
            return before;
        }
        if (removed.isEmpty() && added.isEmpty()) {
            return existing(before, at);
        }
        List<DnsRecord> records = new ArrayList<>(before.records(DnsRecord.class));
        records.removeAll(removed);
        added.stream().filter(r -> !records.contains(r)).forEach(records::add);
        return records.isEmpty()
                ? new Answer.NoRecord(true, before.isAuthentic(), TTL_SECONDS)
                : new Answer.Found(records, before.isAuthentic(), TTL_SECONDS);
    }

    /** RFC 8020: the names above a new one exist too. */
    private Answer existing(Answer before, DomainName at) {
        return before instanceof Answer.NoRecord(boolean exists, boolean authentic, long ttl)
                        && !exists
                        && names.stream().anyMatch(name -> name.isWithin(at))
                ? new Answer.NoRecord(true, authentic, ttl)
                : before;
    }

    private static List<DnsRecord> data(
            List<OwnedRecord> records, DomainName name, RecordType type) {
        return records.stream()
                .filter(r -> r.name().equals(name) && r.data().type() == type)
                .map(OwnedRecord::data)
                .toList();
    }
}
