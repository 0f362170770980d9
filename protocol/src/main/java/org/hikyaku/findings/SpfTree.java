package org.hikyaku.findings;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * An SPF record with the records that it includes: what a receiver may have to look up, whichever
 * address sends.
 *
 * @param domain whose record
 * @param term the term that leads here, as written; null for the first
 * @param record its text, or null where there is none
 * @param lookups terms that ask DNS in this record and below (RFC 7208 section 4.6.4)
 * @param voids of them those that find nothing
 * @param networks addresses that pass by this record itself, as terms or addresses
 * @param below the included records, in order
 */
public record SpfTree(
        DomainName domain,
        @Nullable String term,
        @Nullable String record,
        int lookups,
        int voids,
        List<String> networks,
        List<SpfTree> below) {

    /** Copies the lists. */
    public SpfTree {
        networks = List.copyOf(networks);
        below = List.copyOf(below);
    }

    /** All addresses that pass, from here down. */
    public List<String> allNetworks() {
        List<String> all = new ArrayList<>(networks);
        below.forEach(tree -> all.addAll(tree.allNetworks()));
        return all.stream().distinct().toList();
    }
}
