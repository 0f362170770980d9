package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.MacroString;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.spf.SpfRecord.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Walks a whole tree of SPF records, also the parts that a receiver would not reach for one
 * address. One walk each; belongs to one thread.
 */
final class SpfWalk {

    /** Records of one tree that are read: the limit of RFC 7208 is passed long before. */
    private static final int MAX_RECORDS = 60;

    private static final int MAX_DEPTH = 12;

    /** Networks of an IPv4 include that are as wide as this belong to more than one sender. */
    private static final int WIDE_PREFIX4 = 15;

    private static final int WIDE_PREFIX6 = 28;

    /** RFC 7208 section 4.6.4: exchanges of one mx term. */
    private static final int MAX_EXCHANGES = 10;

    private final Source source;
    private final Notes notes;
    private final Set<DomainName> path = new HashSet<>();
    private int records;

    SpfWalk(Source source, Notes notes) {
        this.source = source;
        this.notes = notes;
    }

    /** What one record adds up to while its terms are read. */
    private static final class Sum {
        private int lookups;
        private int voids;
        private final List<String> networks = new ArrayList<>();
        private final List<SpfTree> below = new ArrayList<>();

        void add(SpfTree tree) {
            lookups += tree.lookups();
            voids += tree.voids();
            below.add(tree);
        }
    }

    /** The tree from {@code domain} down. */
    SpfTree walk(DomainName domain, @Nullable String term) {
        Answer answer = source.query(domain, RecordType.TXT);
        if (notes.unanswered(answer, domain)) {
            return leaf(domain, term, null, 0);
        }
        List<String> texts =
                answer.records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(SpfParser::isRecord)
                        .toList();
        if (texts.isEmpty()) {
            missing(domain, term);
            return leaf(domain, term, null, answer instanceof Answer.NoRecord ? 1 : 0);
        }
        if (texts.size() > 1) {
            // RFC 7208 section 4.5: more than one record is a permerror.
            notes.add(Code.SPF_SEVERAL, String.join(" | ", texts), domain, texts.size());
        }
        return read(domain, term, texts.getFirst());
    }

    private static SpfTree leaf(
            DomainName domain, @Nullable String term, @Nullable String text, int voids) {
        // The first record is no term, so that nothing found there counts as void.
        return new SpfTree(domain, term, text, 0, term == null ? 0 : voids, List.of(), List.of());
    }

    private void missing(DomainName domain, @Nullable String term) {
        if (term == null) {
            notes.add(Code.SPF_NONE, "", domain);
        } else {
            notes.add(Code.SPF_LEADS_NOWHERE, term, term, domain);
        }
    }

    private SpfTree read(DomainName domain, @Nullable String term, String text) {
        if (!path.add(domain)) {
            notes.add(Code.SPF_LOOP, text, domain);
            return leaf(domain, term, text, 0);
        }
        try {
            if (records++ >= MAX_RECORDS || path.size() > MAX_DEPTH) {
                return leaf(domain, term, text, 0);
            }
            SpfRecord record = SpfParser.parse(text);
            Sum sum = new Sum();
            record.directivesInForce().forEach(directive -> directive(directive, domain, sum));
            redirect(record, domain, sum);
            return new SpfTree(domain, term, text, sum.lookups, sum.voids, sum.networks, sum.below);
        } catch (SpfParser.Malformed e) {
            notes.add(
                    Code.SPF_SYNTAX,
                    text,
                    domain,
                    e.position() + 1,
                    String.valueOf(e.getMessage()));
            return leaf(domain, term, text, 0);
        } finally {
            path.remove(domain);
        }
    }

    private void directive(Directive directive, DomainName domain, Sum sum) {
        if (directive.mechanism().asksDns()) {
            sum.lookups++;
        }
        switch (directive.mechanism()) {
            case SpfRecord.All _ -> {
                // What all means is judged for the first record alone, elsewhere.
            }
            case SpfRecord.Ip(IpNet network) -> network(network, directive, domain, sum);
            case SpfRecord.Include(MacroString target) ->
                    literal(target, domain)
                            .ifPresent(name -> sum.add(walk(name, directive.text())));
            case SpfRecord.A(var target, int four, int six) ->
                    literal(target, domain)
                            .filter(name -> isVoid(name, four, six, sum))
                            .ifPresent(name -> addVoid(name, directive, sum));
            case SpfRecord.Mx mx -> exchanges(mx, directive, domain, sum);
            case SpfRecord.Ptr _ -> notes.add(Code.SPF_PTR, directive.text(), domain);
            case SpfRecord.Exists _ -> sum.networks.add(directive.text());
        }
    }

    private void network(IpNet network, Directive directive, DomainName domain, Sum sum) {
        sum.networks.add(directive.text());
        int wide = network.address().getAddress().length == 4 ? WIDE_PREFIX4 : WIDE_PREFIX6;
        if (network.prefixLength() <= wide) {
            notes.add(Code.SPF_WIDE, directive.text(), directive.text(), domain);
        }
    }

    private void redirect(SpfRecord record, DomainName domain, Sum sum) {
        Optional<SpfRecord.Modifier> redirect = record.redirectInForce();
        if (redirect.isPresent()) {
            sum.lookups++;
            literal(redirect.get().target(), domain)
                    .ifPresent(name -> sum.add(walk(name, redirect.get().text())));
        }
    }

    /** The name of a target that is the same for every message; empty where macros make it. */
    private static Optional<DomainName> literal(@Nullable MacroString target, DomainName domain) {
        if (target == null) {
            return Optional.of(domain);
        }
        return target.fixedName();
    }

    /** Adds the addresses of {@code name}; whether it is known to have none. */
    private boolean isVoid(DomainName name, int prefix4, int prefix6, Sum sum) {
        boolean isVoid = true;
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            Answer answer = source.query(name, type);
            isVoid &= answer instanceof Answer.NoRecord;
            for (DnsRecord.Address address : answer.records(DnsRecord.Address.class)) {
                int prefix = type == RecordType.A ? prefix4 : prefix6;
                sum.networks.add(network(address.address(), prefix));
            }
        }
        return isVoid;
    }

    /** RFC 7208 section 4.6.4: a term that finds nothing is void. */
    private void addVoid(DomainName name, Directive directive, Sum sum) {
        sum.voids++;
        notes.add(Code.SPF_VOID, directive.text(), name);
    }

    private static String network(InetAddress address, int prefix) {
        boolean whole = prefix == address.getAddress().length * 8;
        String kind = address.getAddress().length == 4 ? "ip4:" : "ip6:";
        return kind + AddressKind.text(address) + (whole ? "" : "/" + prefix);
    }

    private void exchanges(SpfRecord.Mx mx, Directive directive, DomainName domain, Sum sum) {
        Optional<DomainName> name = literal(mx.target(), domain);
        if (name.isEmpty()) {
            return;
        }
        Answer answer = source.query(name.get(), RecordType.MX);
        if (answer instanceof Answer.NoRecord) {
            addVoid(name.get(), directive, sum);
        }
        List<DomainName> exchanges =
                answer.records(DnsRecord.Mx.class).stream()
                        .filter(record -> !record.isNull())
                        .map(DnsRecord.Mx::exchange)
                        .distinct()
                        .toList();
        if (exchanges.size() > MAX_EXCHANGES) {
            notes.add(Code.SPF_EXCHANGES, directive.text(), name.get(), exchanges.size());
            return;
        }
        for (DomainName exchange : exchanges) {
            boolean _ = isVoid(exchange, mx.prefix4(), mx.prefix6(), sum); // counts as no term
        }
    }
}
