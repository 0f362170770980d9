package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zone.Purpose;

/**
 * Collects the items of a plan, and which published records they speak of: the others are foreign.
 * Belongs to one thread.
 */
final class Items {

    private final PublishedZone published;
    private final Set<DomainName> decided;
    private final List<PlanItem> items = new ArrayList<>();
    private final Set<OwnedRecord> spokenOf = new HashSet<>();

    /**
     * An empty plan.
     *
     * @param decided names where what is wanted wins over what is there
     */
    Items(PublishedZone published, Set<DomainName> decided) {
        this.published = published;
        this.decided = Set.copyOf(decided);
    }

    PublishedZone published() {
        return published;
    }

    void present(DomainName name, DnsRecord data, Purpose purpose, Why... why) {
        OwnedRecord record = OwnedRecord.of(name, data);
        spokenOf.add(record);
        items.add(new PlanItem.Present(record, purpose, List.of(why)));
    }

    void add(DomainName name, DnsRecord data, Purpose purpose, List<Why> why) {
        items.add(new PlanItem.Add(OwnedRecord.of(name, data), purpose, why));
    }

    void change(DomainName name, DnsRecord before, DnsRecord after, Wanted wanted) {
        OwnedRecord old = OwnedRecord.of(name, before);
        spokenOf.add(old);
        items.add(
                new PlanItem.Change(
                        new RecordChange.Replace(old, OwnedRecord.of(name, after)),
                        wanted.purpose(),
                        wanted.why()));
    }

    /** What a record is for and why it changes. */
    record Wanted(Purpose purpose, List<Why> why) {}

    void remove(DomainName name, DnsRecord data, Purpose purpose, Why why) {
        OwnedRecord record = OwnedRecord.of(name, data);
        if (spokenOf.add(record)) {
            items.add(new PlanItem.Remove(record, purpose, List.of(why)));
        }
    }

    void foreign(DomainName name, DnsRecord data, Why why) {
        OwnedRecord record = OwnedRecord.of(name, data);
        if (spokenOf.add(record)) {
            items.add(new PlanItem.Foreign(record, List.of(why)));
        }
    }

    void elsewhere(DomainName name, DnsRecord data, Purpose purpose) {
        items.add(
                new PlanItem.Elsewhere(
                        OwnedRecord.of(name, data), purpose, List.of(Why.of(Reason.NOT_OURS))));
    }

    /** A conflict, or, where it is decided, what follows from that. */
    void conflict(PlanItem.Conflict conflict) {
        DomainName name = conflict.name();
        conflict.published().forEach(data -> spokenOf.add(OwnedRecord.of(name, data)));
        if (!decided.contains(name)) {
            items.add(conflict);
            return;
        }
        List<Why> why = new ArrayList<>(conflict.why());
        why.add(Why.of(Reason.DECIDED));
        List<DnsRecord> old = new ArrayList<>(conflict.published());
        for (DnsRecord wanted : conflict.wanted()) {
            if (old.remove(wanted)) {
                continue;
            }
            DnsRecord before =
                    old.stream().filter(r -> r.type() == wanted.type()).findFirst().orElse(null);
            if (before == null) {
                add(name, wanted, conflict.purpose(), why);
            } else {
                old.remove(before);
                change(name, before, wanted, new Wanted(conflict.purpose(), why));
            }
        }
        for (DnsRecord left : old) {
            items.add(new PlanItem.Remove(OwnedRecord.of(name, left), conflict.purpose(), why));
        }
    }

    /** All items, and the published records that none of them speaks of. */
    List<PlanItem> complete(List<Place> places) {
        for (Place place : places) {
            for (DnsRecord data : published.at(place.name(), place.type())) {
                if (data.type() == place.type()) {
                    foreign(place.name(), data, Why.of(Reason.OTHERS));
                }
            }
        }
        // A stable sort: what stands at one name stays in the order of the rules.
        return items.stream()
                .sorted(
                        Comparator.comparing((PlanItem i) -> !i.name().isWithin(published.apex()))
                                .thenComparing(PlanItem::name))
                .toList();
    }
}
