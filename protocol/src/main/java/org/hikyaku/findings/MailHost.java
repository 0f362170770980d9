package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/**
 * A host that takes mail for a domain.
 *
 * @param addresses IPv4 first; empty where it has none or none is known
 */
record MailHost(DomainName name, List<InetAddress> addresses) {

    /** Hosts that are looked at; each costs two questions and two connections. */
    static final int MAX_HOSTS = 12;

    /** Addresses of one host that are looked at. */
    static final int MAX_ADDRESSES = 8;

    MailHost {
        addresses = List.copyOf(addresses);
    }

    /** The hosts of a domain in the order in which they are tried (RFC 5321 section 5.1). */
    static List<MailHost> of(DomainName domain, Source source) {
        Answer mx = source.query(domain, RecordType.MX);
        List<MailHost> hosts = new ArrayList<>();
        // RFC 5321 section 5.1: without MX the domain's own addresses take its mail. They are asked
        // for at once, so that nothing waits for the answer to the first question.
        List<InetAddress> own = addresses(domain, source);
        if (mx instanceof Answer.NoRecord) {
            return own.isEmpty() ? List.of() : List.of(new MailHost(domain, own));
        }
        exchanges(mx).forEach(name -> hosts.add(new MailHost(name, addresses(name, source))));
        return hosts;
    }

    /** The names of an MX answer, best first, each once; a null MX (RFC 7505) is none. */
    static List<DomainName> exchanges(Answer mx) {
        return mx.records(DnsRecord.Mx.class).stream()
                .filter(record -> !record.isNull())
                .sorted(
                        Comparator.comparingInt(DnsRecord.Mx::preference)
                                .thenComparing(DnsRecord.Mx::exchange))
                .map(DnsRecord.Mx::exchange)
                .distinct()
                .limit(MAX_HOSTS)
                .toList();
    }

    /** The addresses of a host, of both families. */
    static List<InetAddress> addresses(DomainName host, Source source) {
        List<InetAddress> all = new ArrayList<>();
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            source.query(host, type).records(DnsRecord.Address.class).stream()
                    .map(DnsRecord.Address::address)
                    .limit(MAX_ADDRESSES)
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * One host and address pair to look at.
     *
     * @param takesMail whether the host takes the subject's mail; otherwise it is a sender alone,
     *     which goes by the subject's name
     */
    record Target(DomainName host, InetAddress address, boolean takesMail) {}

    /** All that is to be looked at, each address once. */
    static List<Target> targets(Subject subject, Source source) {
        Set<InetAddress> seen = new LinkedHashSet<>();
        List<Target> targets = new ArrayList<>();
        List<MailHost> hosts =
                subject.isAddress() ? List.of() : MailHost.of(subject.name(), source);
        for (MailHost host : hosts) {
            host.addresses().stream()
                    .filter(seen::add)
                    .forEach(address -> targets.add(new Target(host.name(), address, true)));
        }
        subject.senders().stream()
                .filter(seen::add)
                .forEach(address -> targets.add(new Target(subject.name(), address, false)));
        return targets;
    }
}
