package org.hikyaku.app.quickstart;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.zone.SpfMerge;
import org.jspecify.annotations.Nullable;

/** What the DNS says today about a domain and the host that is to serve it. */
final class DnsChecks {

    /** A signed zone that is always there: whether the resolver validates shows here. */
    private static final DomainName SIGNED = new DomainName("com");

    /** RFC 9989 section 4.7: the version is compared exactly and ends the first tag. */
    private static final String DMARC_VERSION = "v=DMARC1";

    /**
     * A policy record that is there, or not.
     *
     * @param text to be merged into what is proposed; null where there is none
     */
    record Published(Check check, @Nullable String text) {}

    private final DomainName domain;
    private final DomainName host;
    private final Resolver resolver;
    private final Check.Wording wording;

    DnsChecks(DomainName domain, DomainName host, Resolver resolver, Check.Wording wording) {
        this.domain = domain;
        this.host = host;
        this.resolver = resolver;
        this.wording = wording;
    }

    Check resolver() {
        return resolver.query(SIGNED, RecordType.NS) instanceof Answer.Failed failed
                ? wording.warning("resolver", "fails", failed.detail())
                : wording.ok("resolver", "ok");
    }

    Check dnssec() {
        Answer answer = resolver.query(SIGNED, RecordType.NS);
        if (answer instanceof Answer.Failed failed) {
            return wording.notChecked("dnssec", "unknown", failed.detail());
        }
        return answer.isAuthentic() ? wording.ok("dnssec", "ok") : wording.warning("dnssec", "off");
    }

    /** The host's own addresses, beside those that this machine sends from. */
    Check hostName(List<InetAddress> addresses) {
        Answer four = resolver.query(host, RecordType.A);
        Answer six = resolver.query(host, RecordType.AAAA);
        List<DnsRecord.Address> found =
                Stream.of(four, six)
                        .flatMap(answer -> answer.records(DnsRecord.Address.class).stream())
                        .toList();
        if (found.isEmpty()) {
            return four instanceof Answer.Failed failed
                    ? wording.notChecked("host-name", "unknown", host, failed.detail())
                    : wording.warning("host-name", "none", host);
        }
        String all = String.join(", ", found.stream().map(DnsRecord::text).toList());
        boolean ours =
                addresses.isEmpty()
                        || found.stream().anyMatch(a -> addresses.contains(a.address()));
        return ours
                ? wording.ok("host-name", "ok", host, all)
                : wording.warning("host-name", "other", host, all);
    }

    Check reverse(InetAddress address) {
        ReverseDns reverse = ReverseDns.of(address, resolver);
        return switch (reverse.code()) {
            case PASS ->
                    host.equals(reverse.name())
                            ? wording.ok("ptr", "ok", address.getHostAddress(), host)
                            : wording.warning("ptr", "other", reverse.reason(), host);
            case TEMPERROR -> wording.notChecked("ptr", "unknown", reverse.reason());
            case FAIL, PERMERROR -> wording.warning("ptr", "wrong", reverse.reason(), host);
        };
    }

    Check mx() {
        Answer answer = resolver.query(domain, RecordType.MX);
        return switch (answer) {
            case Answer.Found found -> {
                List<DnsRecord.Mx> all = found.records(DnsRecord.Mx.class);
                boolean ours = all.stream().anyMatch(mx -> mx.exchange().equals(host));
                String text = String.join(", ", all.stream().map(DnsRecord::text).toList());
                yield ours
                        ? wording.ok("mx", "ours", domain, text)
                        : wording.warning("mx", "other", domain, text);
            }
            case Answer.NoRecord _ -> wording.ok("mx", "none", domain);
            case Answer.Failed failed -> wording.notChecked("mx", "unknown", failed.detail());
        };
    }

    Published spf() {
        Answer answer = resolver.query(domain, RecordType.TXT);
        List<String> records = texts(answer, SpfParser::isRecord);
        if (records.size() != 1) {
            return noneOrMany("spf", domain, answer, records);
        }
        String text = records.getFirst();
        return new Published(spf(text), text);
    }

    private Check spf(String text) {
        try {
            SpfRecord _ = SpfParser.parse(text);
        } catch (SpfParser.Malformed e) {
            return wording.warning("spf", "broken", domain, String.valueOf(e.getMessage()));
        }
        return SpfBudget.of(domain, text, resolver).isOver()
                ? wording.warning("spf", "lookups", domain, Integer.toString(SpfMerge.MAX_LOOKUPS))
                : wording.ok("spf", "merged", domain);
    }

    Published dmarc() {
        DomainName name =
                domain.withPrefix("_dmarc")
                        .orElseThrow(() -> new IllegalNameException(domain + " is too long"));
        Answer answer = resolver.query(name, RecordType.TXT);
        List<String> records = texts(answer, DnsChecks::isDmarc);
        return records.size() == 1
                ? new Published(wording.ok("dmarc", "merged", name), records.getFirst())
                : noneOrMany("dmarc", name, answer, records);
    }

    private static boolean isDmarc(String text) {
        String rest =
                text.startsWith(DMARC_VERSION)
                        ? text.substring(DMARC_VERSION.length()).strip()
                        : "-";
        return rest.isEmpty() || rest.startsWith(";");
    }

    /**
     * Of several records none counts (RFC 7208 section 4.5, RFC 9989 section 4.10.1); the first is
     * what the proposal builds upon.
     */
    private Published noneOrMany(
            String what, DomainName name, Answer answer, List<String> records) {
        if (answer instanceof Answer.Failed failed) {
            return new Published(wording.notChecked(what, "unknown", failed.detail()), null);
        }
        return records.isEmpty()
                ? new Published(wording.ok(what, "none", name), null)
                : new Published(
                        wording.warning(what, "several", name, Integer.toString(records.size())),
                        records.getFirst());
    }

    private static List<String> texts(Answer answer, Predicate<String> wanted) {
        return answer.records(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::value)
                .filter(wanted)
                .toList();
    }

    /** The IPv4 addresses of any host. */
    List<InetAddress> addresses(DomainName name) {
        return resolver.query(name, RecordType.A).records(DnsRecord.Address.class).stream()
                .map(DnsRecord.Address::address)
                .toList();
    }
}
