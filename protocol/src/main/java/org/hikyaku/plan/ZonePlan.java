package org.hikyaku.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfParser;

/**
 * What a domain wants, held against what it publishes.
 *
 * @param apex of the zone that all changes lie in
 * @param items in the order of a zone file
 */
public record ZonePlan(DomainName domain, DomainName apex, List<PlanItem> items) {

    /** Copies the list. */
    public ZonePlan {
        items = List.copyOf(items);
    }

    /** What is to be done, in an order in which each step may be the last one for a while. */
    public List<RecordChange> changes() {
        List<RecordChange> all = items.stream().flatMap(item -> item.changes().stream()).toList();
        return all.stream().sorted(Comparator.comparingInt(change -> turn(change, all))).toList();
    }

    /** What moves is added before it goes; beside an alias nothing may stand (RFC 1034). */
    private static int turn(RecordChange change, List<RecordChange> all) {
        if (!(change instanceof RecordChange.Remove(var gone))) {
            return 1;
        }
        boolean first =
                gone.data() instanceof DnsRecord.Cname
                        || all.stream()
                                .anyMatch(
                                        c ->
                                                c instanceof RecordChange.Add(var record)
                                                        && record.data() instanceof DnsRecord.Cname
                                                        && c.name().equals(gone.name()));
        return first ? 0 : 2;
    }

    /** What a person has to decide. */
    public List<PlanItem.Conflict> conflicts() {
        return items.stream()
                .filter(PlanItem.Conflict.class::isInstance)
                .map(PlanItem.Conflict.class::cast)
                .toList();
    }

    /** The domain's SPF record as it will be. */
    public Optional<String> spf() {
        return items.stream()
                .filter(item -> item.name().equals(domain))
                .flatMap(item -> after(item).stream())
                .filter(SpfParser::isRecord)
                .findFirst();
    }

    private static Optional<String> after(PlanItem item) {
        Optional<DnsRecord> data =
                switch (item) {
                    case PlanItem.Present present -> Optional.of(present.record().data());
                    case PlanItem.Add add -> Optional.of(add.record().data());
                    case PlanItem.Change change -> Optional.of(change.change().after().data());
                    case PlanItem.Remove _,
                            PlanItem.Foreign _,
                            PlanItem.Conflict _,
                            PlanItem.Elsewhere _ ->
                            Optional.empty();
                };
        return data.filter(DnsRecord.Txt.class::isInstance).map(d -> ((DnsRecord.Txt) d).value());
    }
}
