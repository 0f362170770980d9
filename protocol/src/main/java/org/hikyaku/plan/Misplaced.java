package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Diff.Group;
import org.hikyaku.zone.Purpose;

/**
 * Records where nobody looks: below the zone's name twice because a final dot was missing, without
 * an underscore, one label off, or at the domain itself.
 */
final class Misplaced {

    /** Nothing is published there: who answers has a wildcard, which says nothing of mistakes. */
    private static final String NOWHERE = "_hikyaku-nothing-here";

    private record Found(DomainName name, PublishedText text, Group group, Reason reason) {}

    private final List<Found> found = new ArrayList<>();

    /** Looks through what was found at the places of {@link #places}. */
    Misplaced(PublishedZone published, List<Group> groups) {
        Set<String> anywhere =
                published
                        .apex()
                        .withPrefix(NOWHERE)
                        .map(name -> Set.copyOf(published.texts(name)))
                        .orElse(Set.of());
        for (Group group : groups) {
            odd(group, published.apex())
                    .forEach(
                            (name, reason) -> {
                                if (groups.stream().noneMatch(g -> isRight(g, group, name))) {
                                    look(published, group, anywhere, name, reason);
                                }
                            });
        }
    }

    /** Whether records of that kind are wanted there for something else. */
    private static boolean isRight(Group other, Group group, DomainName name) {
        return other.name().equals(name)
                && TextKind.of(other.purpose()).equals(TextKind.of(group.purpose()));
    }

    private void look(
            PublishedZone published,
            Group group,
            Set<String> anywhere,
            DomainName name,
            Reason reason) {
        TextKind kind = TextKind.of(group.purpose()).orElseThrow();
        for (String raw : published.texts(name)) {
            PublishedText text = PublishedText.of(raw);
            boolean known =
                    found.stream().anyMatch(f -> f.name().equals(name) && f.text().equals(text));
            if (kind.matches(text.meant()) && !anywhere.contains(raw) && !known) {
                found.add(new Found(name, text, group, reason));
            }
        }
    }

    static Set<Place> places(List<Group> groups, DomainName apex) {
        Set<Place> places = new LinkedHashSet<>();
        for (Group group : groups) {
            odd(group, apex).keySet().forEach(name -> places.add(new Place(name, RecordType.TXT)));
        }
        apex.withPrefix(NOWHERE).ifPresent(name -> places.add(new Place(name, RecordType.TXT)));
        return places;
    }

    /** Where the records of a group are looked for in vain. */
    private static Map<DomainName, Reason> odd(Group group, DomainName apex) {
        Map<DomainName, Reason> odd = new LinkedHashMap<>();
        // The others of a kind are not looked for: too many have a use at odd places.
        boolean searched =
                TextKind.of(group.purpose()).isPresent()
                        && group.purpose() != Purpose.HOST_SPF
                        && group.purpose() != Purpose.REPORT_AUTHORISATION;
        if (!searched || !group.name().isWithin(apex)) {
            return odd;
        }
        DomainName name = group.name();
        apex.withPrefix(name.ascii()).ifPresent(twice -> odd.put(twice, Reason.NO_FINAL_DOT));
        int prefix = name.labelCount() - apex.labelCount();
        if (group.purpose() != Purpose.SPF && prefix > 0) {
            List<String> labels = name.labels().subList(0, prefix);
            oneLabelOff(labels, apex).forEach(other -> odd.putIfAbsent(other, Reason.MISPLACED));
        }
        odd.remove(name);
        return odd;
    }

    private static Stream<DomainName> oneLabelOff(List<String> labels, DomainName apex) {
        String first = labels.getFirst();
        String last = labels.getLast();
        List<String> prefixes = new ArrayList<>();
        prefixes.add(String.join(".", labels).replace("_", ""));
        if (labels.size() > 1) {
            prefixes.add(first); // the second label left out
            prefixes.add(first + "." + last.replace("_", ""));
            prefixes.add(last); // the first label left out
            prefixes.add(last + "." + first); // in the wrong order
        }
        return Stream.concat(
                prefixes.stream().map(apex::withPrefix).flatMap(Optional::stream), Stream.of(apex));
    }

    /** What was meant to stand where {@code group} is. */
    List<String> meantFor(Group group) {
        return found.stream()
                .filter(f -> f.group().equals(group))
                .map(f -> f.text().meant())
                .toList();
    }

    /** Offers to take them away. */
    void remove(Items items) {
        for (Found f : found) {
            items.remove(
                    f.name(),
                    new DnsRecord.Txt(f.text().raw()),
                    f.group().purpose(),
                    Why.of(f.reason(), f.group().name().toString()));
        }
    }
}
