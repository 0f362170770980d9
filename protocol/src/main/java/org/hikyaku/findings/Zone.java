package org.hikyaku.findings;

import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/**
 * The zone that a name lies in, and its servers.
 *
 * @param servers as its NS records name them
 */
record Zone(DomainName apex, DnsRecord.Soa soa, List<MailHost> servers) {

    /** RFC 2182 section 5 advises three; no zone needs more than these. */
    private static final int MAX_SERVERS = 10;

    Zone {
        servers = List.copyOf(servers);
    }

    /** Looks for the closest SOA record at or above {@code name}; empty where none is known. */
    static Optional<Zone> of(DomainName name, Source source) {
        return of(name, source, MAX_SERVERS);
    }

    /** As {@link #of(DomainName, Source)}, with no more than {@code most} of its servers. */
    static Optional<Zone> of(DomainName name, Source source, int most) {
        // The questions do not depend on each other: all are asked before any answer is used.
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            source.query(at, RecordType.SOA);
            source.query(at, RecordType.NS);
        }
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            Answer answer = source.query(at, RecordType.SOA);
            if (answer instanceof Answer.Failed) {
                return Optional.empty();
            }
            List<DnsRecord.Soa> soa = answer.records(DnsRecord.Soa.class);
            if (!soa.isEmpty()) {
                return Optional.of(new Zone(at, soa.getFirst(), servers(at, source, most)));
            }
        }
        return Optional.empty();
    }

    private static List<MailHost> servers(DomainName apex, Source source, int most) {
        return source.query(apex, RecordType.NS).records(DnsRecord.Ns.class).stream()
                .map(DnsRecord.Ns::target)
                .distinct()
                .sorted()
                .limit(most)
                .map(server -> new MailHost(server, MailHost.addresses(server, source)))
                .toList();
    }
}
