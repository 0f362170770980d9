package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.zone.DmarcMerge;
import org.jspecify.annotations.Nullable;

/**
 * The one DMARC record that a domain is to have, made of what it publishes. Its policy is never
 * weakened, and a record that is new, or comes into force for the first time, only watches.
 *
 * @param text the record
 * @param why what was done and what is odd
 */
public record DmarcPlan(String text, List<Why> why) {

    private static final String POLICY = "p";
    private static final String REPORTS = "rua";
    private static final String MAILTO = "mailto:";

    /** RFC 3986 section 3.1. */
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");

    /** Copies the list. */
    public DmarcPlan {
        why = List.copyOf(why);
    }

    /**
     * Merges.
     *
     * @param published the texts that begin like DMARC records, in their order; may be empty
     * @param policy what the settings ask for
     * @param reports where aggregate reports go
     */
    public static DmarcPlan of(List<String> published, Policy policy, List<MailAddress> reports) {
        List<Why> why = new ArrayList<>();
        if (published.isEmpty()) {
            why.add(Why.of(Reason.DMARC_STARTS));
            return new DmarcPlan(withReports(null, reports, new ArrayList<>()), why);
        }
        if (published.size() > 1) {
            why.add(Why.of(Reason.SEVERAL, Integer.toString(published.size())));
        }
        String first = DmarcRepair.of(published.getFirst(), why);
        TagText tags = TagText.of(first);
        Policy strongest = stronger(policyOf(tags).orElse(Policy.NONE), held(published.getFirst()));
        boolean edited = false;
        for (String other : published.subList(1, published.size())) {
            TagText more = TagText.of(DmarcRepair.of(other, why));
            edited |= !tags.extend(REPORTS, uris(more, REPORTS)).isEmpty();
            edited |= !tags.extend("ruf", uris(more, "ruf")).isEmpty();
            strongest = stronger(strongest, policyOf(more).orElse(Policy.NONE));
            strongest = stronger(strongest, held(other));
        }
        edited |= setPolicy(tags, strongest, policy, why);
        notes(tags, why);
        return new DmarcPlan(withReports(edited ? tags.text() : first, reports, why), why);
    }

    private static List<String> uris(TagText tags, String name) {
        return tags.list(name).stream().filter(uri -> URI.matcher(uri).matches()).toList();
    }

    /** A record that stood where nobody looks comes into force without its policy. */
    static DmarcPlan moved(String misplaced, List<MailAddress> reports) {
        List<Why> why = new ArrayList<>();
        why.add(Why.of(Reason.DMARC_STARTS));
        TagText tags = TagText.of(DmarcRepair.of(misplaced, why));
        tags.set(POLICY, Policy.NONE.text(), 1);
        notes(tags, why);
        return new DmarcPlan(withReports(tags.text(), reports, why), why);
    }

    private static boolean setPolicy(TagText tags, Policy published, Policy wished, List<Why> why) {
        Optional<Policy> own = policyOf(tags);
        Policy target = stronger(published, wished);
        if (own.isPresent() && own.get().compareTo(wished) > 0 && own.get() == target) {
            why.add(Why.of(Reason.DMARC_STRONGER, target.text()));
        }
        if (own.isEmpty() && published == Policy.NONE) {
            why.add(Why.of(Reason.DMARC_NO_POLICY));
            tags.set(POLICY, Policy.NONE.text(), 1); // not in force so far: it starts
            return true;
        }
        if (own.isPresent() && own.get() == target) {
            return false;
        }
        why.add(Why.of(Reason.DMARC_RAISED, own.orElse(Policy.NONE).text(), target.text()));
        tags.set(POLICY, target.text(), 1);
        return true;
    }

    /** What receivers read in a record as it is. */
    private static Policy held(String published) {
        try {
            Policy policy = DmarcParser.parse(published).p();
            return policy == null ? Policy.NONE : policy;
        } catch (DmarcParser.Malformed _) {
            return Policy.NONE;
        }
    }

    private static Policy stronger(Policy a, Policy b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Optional<Policy> policyOf(TagText tags) {
        return tags.value(POLICY)
                .flatMap(
                        text ->
                                switch (text.toLowerCase(Locale.ROOT)) {
                                    case "none" -> Optional.of(Policy.NONE);
                                    case "quarantine" -> Optional.of(Policy.QUARANTINE);
                                    case "reject" -> Optional.of(Policy.REJECT);
                                    default -> Optional.<Policy>empty();
                                });
    }

    private static void notes(TagText tags, List<Why> why) {
        // RFC 9989 section 4.7: pct is no tag any more; t=y says what pct=0 was used for.
        tags.value("pct").ifPresent(value -> why.add(Why.of(Reason.DMARC_PCT, value)));
        for (String uri : tags.list(REPORTS)) {
            int at = uri.lastIndexOf('@');
            String host = uri.substring(at + 1).replaceFirst("!.*", "");
            boolean known =
                    !uri.regionMatches(true, 0, MAILTO, 0, MAILTO.length())
                            || (at > 0
                                    && DomainName.parse(host)
                                            .filter(n -> n.isHostName() && n.labelCount() > 1)
                                            .isPresent());
            if (!known) {
                why.add(Why.of(Reason.DMARC_UNDELIVERABLE, uri));
            }
        }
    }

    private static String withReports(
            @Nullable String existing, List<MailAddress> reports, List<Why> why) {
        String text = existing;
        for (MailAddress address : reports) {
            String merged = DmarcMerge.merge(text, address);
            if (!merged.equals(text)) {
                why.add(Why.of(Reason.DMARC_REPORTS, address.toString()));
            }
            text = merged;
        }
        return text == null ? "v=DMARC1; p=none" : text;
    }

    /** Whether receivers take {@code text} for a record. */
    static boolean isRecord(String text) {
        return DmarcParser.isRecord(text);
    }
}
