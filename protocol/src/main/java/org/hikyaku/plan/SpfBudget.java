package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zone.SpfMerge;
import org.jspecify.annotations.Nullable;

/**
 * What an SPF record costs a receiver: it stops with permerror after ten terms that ask DNS,
 * wherever in the tree of included records they stand (RFC 7208 section 4.6.4).
 *
 * @param domain whose record
 * @param term the term that leads here, as written; null for the record itself
 * @param record its text; null where there is none or it cannot be read
 * @param terms what its own terms that ask DNS are, each of them one lookup
 * @param below the records that some of the terms lead to
 */
public record SpfBudget(
        DomainName domain,
        @Nullable String term,
        @Nullable String record,
        List<String> terms,
        List<SpfBudget> below) {

    /** Copies the lists. */
    public SpfBudget {
        terms = List.copyOf(terms);
        below = List.copyOf(below);
    }

    /** The tree under a record that is, or will be, published. */
    public static SpfBudget of(DomainName domain, String record, Resolver resolver) {
        return new SpfBudgetWalk(resolver).tree(domain, null, record);
    }

    /** Lookups from here down. */
    public int lookups() {
        return terms.size() + below.stream().mapToInt(SpfBudget::lookups).sum();
    }

    /** Whether receivers stop before the end. */
    public boolean isOver() {
        return lookups() > SpfMerge.MAX_LOOKUPS || isEndless(Set.of());
    }

    /** Whether a record leads back to itself: receivers go round until they stop. */
    private boolean isEndless(Set<DomainName> above) {
        if (above.contains(domain)) {
            return true;
        }
        Set<DomainName> path = new HashSet<>(above);
        path.add(domain);
        return below.stream().anyMatch(tree -> tree.isEndless(path));
    }

    /** Why a term should go before others. */
    public enum Hint {
        /** It leads to no record, which is an error for every receiver (section 5.2). */
        LEADS_NOWHERE,
        /** The same record is included elsewhere in the tree. */
        TWICE,
        /** Section 5.5: do not use. */
        PTR,
        /** The addresses themselves, as ip4 and ip6, cost nothing. */
        ADDRESSES,
        /** Somebody else's record: ask whether it is still used. */
        INCLUDE
    }

    /**
     * A term that could go.
     *
     * @param saves lookups
     */
    public record Advice(String term, int saves, Hint hint) {}

    /** The record's own terms, what should go first standing first. */
    public List<Advice> advice() {
        List<Advice> all = new ArrayList<>();
        Set<DomainName> seen = new HashSet<>();
        for (String own : terms) {
            SpfBudget tree =
                    below.stream().filter(b -> own.equals(b.term())).findFirst().orElse(null);
            if (tree == null) {
                all.add(
                        new Advice(
                                own,
                                1,
                                own.matches("(?i)[-+~?]?ptr.*") ? Hint.PTR : Hint.ADDRESSES));
                continue;
            }
            boolean twice = !seen.add(tree.domain()) || elsewhere(tree);
            Hint hint =
                    tree.record() == null ? Hint.LEADS_NOWHERE : twice ? Hint.TWICE : Hint.INCLUDE;
            all.add(new Advice(own, 1 + tree.lookups(), hint));
        }
        all.sort(
                Comparator.comparing((Advice a) -> a.hint().compareTo(Hint.PTR) > 0)
                        .thenComparing(Comparator.comparingInt(Advice::saves).reversed()));
        return all;
    }

    private boolean elsewhere(SpfBudget tree) {
        return below.stream()
                .filter(other -> !other.equals(tree))
                .flatMap(SpfBudget::domainsBelow)
                .anyMatch(tree.domain()::equals);
    }

    private Stream<DomainName> domainsBelow() {
        return below.stream().flatMap(b -> Stream.concat(Stream.of(b.domain()), b.domainsBelow()));
    }
}
