package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.zone.DesiredRecord;
import org.hikyaku.zone.DesiredZone;
import org.hikyaku.zone.Purpose;

/** Holds what a domain wants against what it publishes. */
public final class Diff {

    /** What is wanted at one name for one purpose. */
    record Group(DomainName name, Purpose purpose, List<DnsRecord> wanted) {
        /** All of one type. */
        RecordType type() {
            return wanted.getFirst().type();
        }

        /** The only one. */
        DnsRecord only() {
            return wanted.getFirst();
        }

        /** The only one, a text. */
        String text() {
            return only() instanceof DnsRecord.Txt(String value) ? value : only().text();
        }
    }

    private final DesiredZone desired;
    private final Items items;

    private Diff(DesiredZone desired, Items items) {
        this.desired = desired;
        this.items = items;
    }

    /**
     * Where to look before {@link #of}: an answer is needed for every wanted record of the zone;
     * that other places are silent does no harm.
     *
     * @param apex of the zone that the domain lies in
     */
    public static Set<Place> places(DesiredZone desired, DomainName apex) {
        Set<Place> places = new LinkedHashSet<>();
        for (DesiredRecord record : desired.records()) {
            places.add(new Place(record.name(), record.data().type()));
            if (record.data() instanceof DnsRecord.Cname) {
                places.add(new Place(record.name(), RecordType.A));
                places.add(new Place(record.name(), RecordType.AAAA));
            }
            if (!record.name().equals(apex)) {
                places.add(new Place(record.name(), RecordType.CNAME));
            }
        }
        return places;
    }

    /** Places where records are found that somebody meant to put elsewhere. */
    public static Set<Place> oddPlaces(DesiredZone desired, DomainName apex) {
        return Misplaced.places(groups(desired), apex);
    }

    /**
     * The plan.
     *
     * @param decided names of conflicts where what is wanted shall win
     */
    public static ZonePlan of(
            DesiredZone desired, PublishedZone published, Set<DomainName> decided) {
        Items items = new Items(published, decided);
        Diff diff = new Diff(desired, items);
        List<Group> groups = groups(desired);
        Misplaced misplaced = new Misplaced(published, groups);
        List<Place> inside = new ArrayList<>();
        for (Group group : groups) {
            if (group.name().isWithin(published.apex()) && group.purpose() != Purpose.PTR) {
                diff.compare(group, misplaced);
                inside.add(new Place(group.name(), group.type()));
            } else {
                diff.elsewhere(group);
            }
        }
        misplaced.remove(items);
        return new ZonePlan(desired.domain(), published.apex(), items.complete(inside));
    }

    private static List<Group> groups(DesiredZone desired) {
        record Key(DomainName name, Purpose purpose, RecordType type) {}
        Map<Key, List<DnsRecord>> all = new LinkedHashMap<>();
        for (DesiredRecord record : desired.records()) {
            Key key = new Key(record.name(), record.purpose(), record.data().type());
            all.computeIfAbsent(key, _ -> new ArrayList<>()).add(record.data());
        }
        return all.entrySet().stream()
                .map(e -> new Group(e.getKey().name(), e.getKey().purpose(), e.getValue()))
                .toList();
    }

    private void elsewhere(Group group) {
        List<DnsRecord> there = items.published().at(group.name(), group.type());
        for (DnsRecord data : group.wanted()) {
            if (there.contains(data) || (isHostPolicy(group) && hasSpf(group))) {
                items.present(group.name(), data, group.purpose());
            } else {
                items.elsewhere(group.name(), data, group.purpose());
            }
        }
    }

    private static boolean isHostPolicy(Group group) {
        return group.purpose() == Purpose.HOST_SPF;
    }

    private boolean hasSpf(Group group) {
        return items.published().texts(group.name()).stream().anyMatch(TextKind.SPF::matches);
    }

    private void compare(Group group, Misplaced misplaced) {
        if (isAliased(group)) {
            return;
        }
        TextRules texts = new TextRules(desired, items);
        SetRules sets = new SetRules(items);
        switch (group.purpose()) {
            case SPF -> texts.spf(group, misplaced);
            case HOST_SPF -> texts.hostSpf(group);
            case DKIM -> texts.key(group);
            case DMARC -> texts.dmarc(group, misplaced);
            case ADSP, MTA_STS, BIMI -> texts.single(group);
            case TLS_RPT -> texts.tlsReports(group);
            case HOST_ADDRESS -> sets.addresses(group);
            case MX -> sets.exchangers(group, desired.mail());
            case CAA -> sets.authorities(group);
            case TLSA -> sets.certificates(group);
            case REPORT_AUTHORISATION, TOKEN -> sets.kept(group);
            case MTA_STS_HOST, AUTOCONFIG, CLIENT_SERVICE -> sets.service(group);
            case PTR -> elsewhere(group);
        }
    }

    /** RFC 1034 section 3.6.2: beside an alias nothing may stand. */
    private boolean isAliased(Group group) {
        PublishedZone published = items.published();
        DnsRecord alias = published.alias(group.name()).orElse(null);
        if (alias == null || group.type() == RecordType.CNAME) {
            return false;
        }
        boolean leads =
                group.purpose() == Purpose.DKIM
                        ? TextRules.keyAt(group, published) == KeyMatch.SAME
                        : published.at(group.name(), group.type()).containsAll(group.wanted())
                                || (isHostPolicy(group) && hasSpf(group));
        if (leads) {
            group.wanted()
                    .forEach(
                            data ->
                                    items.present(
                                            group.name(),
                                            data,
                                            group.purpose(),
                                            Why.of(Reason.BY_ALIAS, alias.text())));
        } else {
            items.conflict(
                    new PlanItem.Conflict(
                            group.name(),
                            List.of(alias),
                            group.wanted(),
                            group.purpose(),
                            List.of(Why.of(Reason.ALIAS_IN_THE_WAY, alias.text()))));
        }
        return true;
    }
}
