package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.MacroString;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.spf.SpfRecord.Directive;
import org.jspecify.annotations.Nullable;

/** Reads a tree of SPF records. One walk each; belongs to one thread. */
final class SpfBudgetWalk {

    /** Records of one tree that are read: receivers stop long before. */
    private static final int MAX_RECORDS = 50;

    private final Resolver resolver;
    private final Set<DomainName> path = new HashSet<>();
    private int records;

    SpfBudgetWalk(Resolver resolver) {
        this.resolver = resolver;
    }

    SpfBudget tree(DomainName domain, @Nullable String term, String text) {
        List<String> terms = new ArrayList<>();
        List<SpfBudget> below = new ArrayList<>();
        boolean loop = !path.add(domain);
        if (!loop && records++ < MAX_RECORDS) {
            read(text, terms, below);
        }
        if (!loop) {
            path.remove(domain);
        }
        return new SpfBudget(domain, term, text, terms, below);
    }

    private void read(String text, List<String> terms, List<SpfBudget> below) {
        SpfRecord record;
        try {
            record = SpfParser.parse(text);
        } catch (SpfParser.Malformed _) {
            return; // receivers stop here with an error of its own
        }
        for (Directive directive : record.directivesInForce()) {
            if (directive.mechanism().asksDns()) {
                terms.add(directive.text());
            }
            if (directive.mechanism() instanceof SpfRecord.Include(MacroString target)) {
                follow(directive.text(), target).ifPresent(below::add);
            }
        }
        record.redirectInForce()
                .ifPresent(
                        redirect -> {
                            terms.add(redirect.text());
                            follow(redirect.text(), redirect.target()).ifPresent(below::add);
                        });
    }

    /** Targets with macros differ from message to message: they count as one term. */
    private Optional<SpfBudget> follow(String term, MacroString target) {
        Optional<DomainName> fixed = target.fixedName();
        if (fixed.isEmpty() || records >= MAX_RECORDS) {
            return Optional.empty();
        }
        DomainName name = fixed.get();
        Optional<String> text =
                resolver.query(name, RecordType.TXT).records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(SpfParser::isRecord)
                        .filter(t -> t.length() <= SpfLimits.DEFAULT.recordOctets())
                        .findFirst();
        return Optional.of(
                text.map(t -> tree(name, term, t))
                        .orElseGet(() -> new SpfBudget(name, term, null, List.of(), List.of())));
    }
}
