package org.hikyaku.plan;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.zone.Publishing;
import org.hikyaku.zone.SpfMerge;

/**
 * The one SPF record that a domain is to have, made of what it publishes.
 *
 * @param text the record
 * @param why what was done; empty where a single record stays as it is
 * @param readable whether receivers can read it; false where a term is beyond repair
 */
public record SpfPlan(String text, List<Why> why, boolean readable) {

    /** Copies the list. */
    public SpfPlan {
        why = List.copyOf(why);
    }

    /**
     * Merges.
     *
     * @param published the texts that begin like SPF records, in their order; may be empty
     * @param addresses of the server
     */
    public static SpfPlan of(
            List<String> published, Publishing.Spf wishes, List<InetAddress> addresses) {
        List<Why> why = new ArrayList<>();
        boolean readable = true;
        SpfTerms joined = null;
        for (String text : published) {
            SpfRepair repair = SpfRepair.of(text);
            why.addAll(repair.why());
            readable &= repair.isReadable();
            SpfTerms terms = SpfTerms.of(repair.text());
            if (joined == null) {
                joined = terms;
            } else {
                why.addAll(joined.join(terms));
            }
        }
        if (published.size() > 1) {
            why.addFirst(Why.of(Reason.SEVERAL, Integer.toString(published.size())));
        }
        if (joined != null) {
            for (String term : wishes.drop()) {
                if (joined.drop(term)) {
                    why.add(Why.of(Reason.SPF_DROPPED, term));
                }
            }
        }
        return withOurs(joined == null ? null : joined.text(), wishes, addresses, why, readable);
    }

    private static SpfPlan withOurs(
            @org.jspecify.annotations.Nullable String existing,
            Publishing.Spf wishes,
            List<InetAddress> addresses,
            List<Why> why,
            boolean readable) {
        String merged = SpfMerge.merge(existing, addresses);
        if (existing != null && !merged.equals(existing)) {
            SpfMerge.own(existing, addresses)
                    .forEach(term -> why.add(Why.of(Reason.SPF_ADDED, term)));
        }
        SpfTerms terms = SpfTerms.of(merged);
        for (String term : wishes.add()) {
            if (terms.insert(term)) {
                why.add(Why.of(Reason.SPF_ADDED, term));
            }
        }
        terms.tighten(wishes.all()).ifPresent(why::add);
        if (terms.isOpen()) {
            why.add(Why.of(Reason.SPF_OPEN, terms.end().orElseThrow()));
        }
        return new SpfPlan(terms.text(), why, readable);
    }
}
