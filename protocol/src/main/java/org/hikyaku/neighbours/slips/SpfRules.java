package org.hikyaku.neighbours.slips;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;

/** Slips in the SPF records of one zone. */
final class SpfRules {

    private final DomainName apex;
    private final Found found;
    private final Resolver resolver;

    SpfRules(DomainName apex, Found found, Resolver resolver) {
        this.apex = apex;
        this.found = found;
        this.resolver = resolver;
    }

    record Seen(DomainName owner, String value, Place at) {}

    private record Parsed(Seen seen, SpfRecord record) {}

    void check(List<Seen> texts) {
        List<Parsed> records = new ArrayList<>();
        for (Seen seen : texts) {
            if (SpfParser.isRecord(seen.value())) {
                parse(seen).ifPresent(r -> records.add(new Parsed(seen, r)));
            }
        }
        records.forEach(this::repeated);
        Optional<Parsed> own =
                records.stream().filter(p -> p.seen().owner().equals(apex)).findFirst();
        own.ifPresent(o -> records.forEach(r -> follows(r, records, o)));
    }

    private Optional<SpfRecord> parse(Seen seen) {
        try {
            return Optional.of(SpfParser.parse(seen.value()));
        } catch (SpfParser.Malformed e) {
            found.add(
                    SlipRule.SPF_MALFORMED,
                    seen.at(),
                    seen.owner().ascii(),
                    String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void repeated(Parsed parsed) {
        Set<String> terms = new HashSet<>();
        for (SpfRecord.Directive each : parsed.record().directives()) {
            String term = each.text().startsWith("+") ? each.text().substring(1) : each.text();
            if (!terms.add(term.toLowerCase(Locale.ROOT))) {
                found.add(SlipRule.SPF_REPEATED, parsed.seen().at(), term);
            }
        }
    }

    /**
     * A sub-domain whose record leads to one that permits the domain's MX, while the domain itself
     * permits addresses: two lists that must be kept alike by hand.
     */
    private void follows(Parsed sub, List<Parsed> all, Parsed own) {
        SpfRecord.Modifier redirect = sub.record().redirect();
        if (redirect == null || sub == own) {
            return;
        }
        String target = redirect.text().substring(redirect.text().indexOf('=') + 1);
        Optional<Parsed> leads =
                all.stream()
                        .filter(p -> p.seen().owner().ascii().equalsIgnoreCase(target))
                        .findFirst();
        Optional<SpfRecord.Directive> mx =
                leads.flatMap(
                        p ->
                                p.record().directives().stream()
                                        .filter(d -> d.mechanism() instanceof SpfRecord.Mx)
                                        .findFirst());
        Set<InetAddress> listed = listed(own.record());
        if (mx.isEmpty() || listed.isEmpty()) {
            return;
        }
        Set<InetAddress> hosts = mailHosts(mx.get().text(), leads.orElseThrow().seen().owner());
        Optional<InetAddress> missing =
                listed.stream()
                        .filter(a -> !hosts.isEmpty() && !hosts.contains(a))
                        .filter(a -> !listed(leads.orElseThrow().record()).contains(a))
                        .findFirst();
        found.add(
                missing.isPresent() ? SlipRule.SPF_SUBDOMAIN_FAILS : SlipRule.SPF_SUBDOMAIN_BY_MX,
                sub.seen().at(),
                sub.seen().owner().ascii(),
                apex.ascii(),
                mx.get().text(),
                missing.map(InetAddress::getHostAddress).orElse(""));
    }

    /** The single addresses that a record permits. */
    private static Set<InetAddress> listed(SpfRecord record) {
        Set<InetAddress> addresses = new HashSet<>();
        for (SpfRecord.Directive each : record.directives()) {
            if (each.mechanism() instanceof SpfRecord.Ip ip) {
                String text = each.text();
                boolean single = text.indexOf('/') < 0;
                String address = text.substring(text.indexOf(':') + 1);
                Optional<InetAddress> one = single ? IpNet.address(address) : Optional.empty();
                one.filter(a -> ip.network().contains(a)).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private Set<InetAddress> mailHosts(String term, DomainName owner) {
        String bare = term.replaceFirst("^[+?~-]", "").replaceFirst("/.*$", "");
        Optional<DomainName> domain =
                bare.indexOf(':') < 0
                        ? Optional.of(owner)
                        : DomainName.parse(bare.substring(bare.indexOf(':') + 1));
        Set<InetAddress> addresses = new HashSet<>();
        domain.stream()
                .map(d -> resolver.query(d, RecordType.MX))
                .flatMap(a -> a.records(DnsRecord.Mx.class).stream())
                .forEach(
                        m -> {
                            addAddresses(m.exchange(), RecordType.A, addresses);
                            addAddresses(m.exchange(), RecordType.AAAA, addresses);
                        });
        return addresses;
    }

    private void addAddresses(DomainName host, RecordType type, Set<InetAddress> into) {
        resolver.query(host, type)
                .records(DnsRecord.Address.class)
                .forEach(a -> into.add(a.address()));
    }
}
