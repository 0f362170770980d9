package org.hikyaku.zone;

import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.MacroString;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.spf.SpfRecord.Directive;
import org.hikyaku.spf.SpfRecord.Modifier;

/**
 * How many terms of a record, and of all records that it includes or leads to, make a receiver ask
 * the DNS where nothing matches: the worst case, which is every message that somebody forges.
 *
 * <p>Counting ends with the first term too many, so that a hostile tree of records costs no more
 * questions than a check would. Targets with macros differ from message to message and count as one
 * term; so do targets that cannot be looked up now.
 */
public final class SpfCost {

    private final Resolver resolver;
    private int terms;

    private SpfCost(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The number of terms: 0 to {@link SpfMerge#MAX_LOOKUPS} for a record that works, one more for
     * a record that receivers refuse (RFC 7208 section 4.6.4).
     *
     * @param record what is, or will be, published
     * @param resolver asked for the records that it includes
     */
    public static int terms(SpfRecord record, Resolver resolver) {
        SpfCost cost = new SpfCost(resolver);
        cost.count(record);
        return cost.terms;
    }

    private void count(SpfRecord record) {
        for (Directive directive : record.directives()) {
            if (directive.mechanism() instanceof SpfRecord.All) {
                return; // RFC 7208 section 5.1: terms after it, and redirect, are never used
            }
            if (directive.mechanism().asksDns()) {
                terms++;
            }
            if (directive.mechanism() instanceof SpfRecord.Include(MacroString target)) {
                follow(target);
            }
            if (isOver()) {
                return;
            }
        }
        Modifier redirect = record.redirect();
        if (redirect != null) {
            terms++;
            follow(redirect.target());
        }
    }

    private boolean isOver() {
        return terms > SpfMerge.MAX_LOOKUPS;
    }

    private void follow(MacroString target) {
        Optional<DomainName> name =
                isFixed(target) ? DomainName.parse(text(target)) : Optional.empty();
        if (name.isEmpty() || isOver()) {
            return;
        }
        for (DnsRecord.Txt txt :
                resolver.query(name.get(), RecordType.TXT).records(DnsRecord.Txt.class)) {
            if (SpfParser.isRecord(txt.value())) {
                countText(txt.value());
                return; // with a second record a check ends there
            }
        }
    }

    private static boolean isFixed(MacroString target) {
        return target.parts().stream().allMatch(part -> part instanceof MacroString.Literal);
    }

    private static String text(MacroString target) {
        StringBuilder out = new StringBuilder();
        for (MacroString.Part part : target.parts()) {
            if (part instanceof MacroString.Literal(String text)) {
                out.append(text);
            }
        }
        return out.toString();
    }

    private void countText(String text) {
        if (text.length() > SpfLimits.DEFAULT.recordOctets()) {
            return;
        }
        try {
            count(SpfParser.parse(text));
        } catch (SpfParser.Malformed _) {
            // a check ends there too, with an error of its own
        }
    }
}
