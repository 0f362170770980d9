package org.hikyaku.zones;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DirectQueries;
import org.hikyaku.name.DomainName;

/**
 * The primary of a zone, as the zone's SOA record names it (RFC 2136 section 4.1).
 *
 * @param resolver finds it
 */
record PrimaryServer(Resolver resolver) {

    private static final int PORT = 53;

    /** Only to warn: nobody waits long for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Its name; empty where the zone has no SOA record that can be looked up. */
    Optional<DomainName> name(DomainName zone) {
        return resolver.query(zone, RecordType.SOA).records(DnsRecord.Soa.class).stream()
                .map(DnsRecord.Soa::primary)
                .findFirst();
    }

    /** Its first address. */
    Optional<InetSocketAddress> address(DomainName name) {
        return Stream.of(RecordType.A, RecordType.AAAA)
                .flatMap(
                        type ->
                                resolver
                                        .query(name, type)
                                        .records(DnsRecord.Address.class)
                                        .stream())
                .map(found -> new InetSocketAddress(found.address(), PORT))
                .findFirst();
    }

    /** The serial that it answers with; empty where none is found or answers for the zone. */
    OptionalLong serial(DomainName zone) {
        Optional<InetSocketAddress> address = name(zone).flatMap(this::address);
        return address.isEmpty()
                ? OptionalLong.empty()
                : new DirectQueries(PATIENCE)
                                .ask(address.get(), zone, RecordType.SOA)
                                .answer()
                                .records(DnsRecord.Soa.class)
                                .stream()
                                .mapToLong(DnsRecord.Soa::serial)
                                .findFirst();
    }
}
