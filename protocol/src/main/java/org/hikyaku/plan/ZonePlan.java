package org.hikyaku.plan;

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
        // What is added or changed first: a record that moves is never absent.
        return items.stream()
                .flatMap(item -> item.changes().stream())
                .sorted(
                        (a, b) ->
                                Boolean.compare(
                                        a instanceof RecordChange.Remove,
                                        b instanceof RecordChange.Remove))
                .toList();
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
