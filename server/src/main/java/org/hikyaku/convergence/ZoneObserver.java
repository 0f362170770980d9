package org.hikyaku.convergence;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hikyaku.convergence.FollowedChange.Before;
import org.hikyaku.convergence.ZoneSight.ServerSight;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/** Looks at every address of every server of a zone, side by side. Safe for many threads. */
public final class ZoneObserver {

    private static final int PORT = 53;

    /** RFC 1034 asks for two; the root has 13, with two addresses each. More is no zone of mail. */
    private static final int MAX_ADDRESSES = 64;

    private final ServerQueries queries;
    private final Resolver resolver;
    private final Primaries primaries;

    /** Where the settings say that primaries are. */
    @FunctionalInterface
    public interface Primaries {

        /** Where the SOA records say. */
        Primaries OF_THE_ZONE = _ -> null;

        /** Where the primary of {@code zone} answers; null: where its SOA record says. */
        @Nullable InetSocketAddress of(DomainName zone);
    }

    /**
     * An observer.
     *
     * @param resolver finds the servers, and tells what it thinks of the zone's signatures
     */
    public ZoneObserver(ServerQueries queries, Resolver resolver, Primaries primaries) {
        this.queries = queries;
        this.resolver = resolver;
        this.primaries = primaries;
    }

    /**
     * Changes as they are to be followed, with what there was before. To be called before they are
     * published.
     *
     * @param at now
     */
    public List<FollowedChange> prepare(DomainName zone, List<RecordChange> changes, Instant at) {
        List<NameServer> servers = servers(zone);
        Set<Place> places = new HashSet<>();
        List<FollowedChange> plain = new ArrayList<>();
        for (RecordChange change : changes) {
            FollowedChange followed =
                    new FollowedChange(
                            zone, change, at, new Before(OptionalLong.empty(), Duration.ZERO));
            plain.add(followed);
            places.add(followed.place());
        }
        ZoneSight sight = look(zone, servers, places);
        OptionalLong serial = serial(sight);
        return plain.stream()
                .map(
                        f ->
                                new FollowedChange(
                                        zone,
                                        f.change(),
                                        at,
                                        new Before(serial, remembered(sight, f.place()))))
                .toList();
    }

    private static OptionalLong serial(ZoneSight sight) {
        for (ServerSight server : sight.servers()) {
            if (server.server().primary() && server.start().isPresent()) {
                return OptionalLong.of(server.start().get().serial());
            }
        }
        return sight.servers().stream()
                .flatMap(s -> s.start().stream())
                .map(DnsRecord.Soa::serial)
                .reduce((a, b) -> Serial.compare(a, b) >= 0 ? a : b)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** The longest that any server told: a record's time to live, or an absence's. */
    private static Duration remembered(ZoneSight sight, Place place) {
        long seconds = 0;
        for (ServerSight server : sight.servers()) {
            ServerQueries.Said said = server.records().get(place);
            seconds =
                    said == null
                            ? seconds
                            : Math.max(
                                    seconds,
                                    switch (said.answer()) {
                                        case Answer.Found found -> found.ttlSeconds();
                                        case Answer.NoRecord none -> none.ttlSeconds();
                                        case Answer.Failed _ -> 0;
                                    });
        }
        return Duration.ofSeconds(seconds);
    }

    /** The apex of the zone that {@code name} lies in, by the SOA records above it. */
    public Optional<DomainName> apex(DomainName name) {
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            if (!resolver.query(at, RecordType.SOA).records(DnsRecord.Soa.class).isEmpty()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** What each server of the zone says, those left out of which nothing can be expected. */
    public Map<NameServer, Answer> answers(DomainName zone, Place place) {
        Map<NameServer, Answer> answers = new LinkedHashMap<>();
        for (ServerSight server : look(zone, List.of(place)).expected()) {
            ServerQueries.Said said = server.records().get(place);
            answers.put(server.server(), said == null ? server.soa().answer() : said.answer());
        }
        return answers;
    }

    /** Looks once, at all servers of the zone. */
    ZoneSight look(DomainName zone, Collection<Place> places) {
        return look(zone, servers(zone), places);
    }

    /** The servers of a zone, by its NS records and its SOA record. */
    List<NameServer> servers(DomainName zone) {
        List<DomainName> hosts =
                resolver.query(zone, RecordType.NS).records(DnsRecord.Ns.class).stream()
                        .map(DnsRecord.Ns::target)
                        .distinct()
                        .toList();
        DomainName primary =
                resolver.query(zone, RecordType.SOA).records(DnsRecord.Soa.class).stream()
                        .map(DnsRecord.Soa::primary)
                        .findFirst()
                        .orElse(DomainName.ROOT);
        InetSocketAddress knownPrimary = primaries.of(zone);
        List<NameServer> servers = new ArrayList<>();
        for (DomainName host : hosts) {
            for (InetSocketAddress address : addresses(host)) {
                boolean isPrimary =
                        knownPrimary == null ? host.equals(primary) : address.equals(knownPrimary);
                servers.add(new NameServer(host, address, isPrimary, true));
            }
        }
        if (servers.stream().noneMatch(NameServer::primary)) {
            List<InetSocketAddress> hidden =
                    knownPrimary == null ? addresses(primary) : List.of(knownPrimary);
            hidden.forEach(a -> servers.add(new NameServer(primary, a, true, false)));
        }
        return servers.subList(0, Math.min(MAX_ADDRESSES, servers.size()));
    }

    private List<InetSocketAddress> addresses(DomainName host) {
        List<InetSocketAddress> found = new ArrayList<>();
        if (host.isRoot()) {
            return found; // RFC 1035: a primary of "." is none
        }
        for (RecordType family : List.of(RecordType.A, RecordType.AAAA)) {
            resolver.query(host, family).records(DnsRecord.Address.class).stream()
                    .map(a -> new InetSocketAddress(a.address(), PORT))
                    .forEach(found::add);
        }
        return found;
    }

    private ZoneSight look(DomainName zone, List<NameServer> servers, Collection<Place> places) {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerSight>> asked = new ArrayList<>();
            for (NameServer server : servers) {
                asked.add(pool.submit(() -> sight(zone, server, places)));
            }
            Map<Place, Future<Answer>> resolved = new HashMap<>();
            for (Place place : places) {
                resolved.put(place, pool.submit(() -> resolver.query(place.name(), place.type())));
            }
            List<ServerSight> sights = new ArrayList<>();
            for (Future<ServerSight> one : asked) {
                sights.add(await(one));
            }
            Map<Place, Answer> answers = new HashMap<>();
            resolved.forEach((place, answer) -> answers.put(place, await(answer)));
            return new ZoneSight(sights, answers);
        }
    }

    private ServerSight sight(DomainName zone, NameServer server, Collection<Place> places) {
        // The SOA record first: a record that is seen is at least as new as the serial.
        ServerQueries.Said start = queries.ask(server.address(), zone, RecordType.SOA);
        Map<Place, ServerQueries.Said> records = new HashMap<>();
        if (!(start.answer() instanceof Answer.Failed)) {
            for (Place place : places) {
                records.put(place, queries.ask(server.address(), place.name(), place.type()));
            }
        }
        return new ServerSight(server, start, records);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question failed", e.getCause());
        }
    }
}
