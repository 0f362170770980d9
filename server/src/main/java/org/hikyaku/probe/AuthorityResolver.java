package org.hikyaku.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DirectQuestion;
import org.hikyaku.name.DomainName;

/**
 * Asks the name servers of each zone themselves, so that a change is seen before old answers have
 * left the caches. Only who these servers are is taken from a resolver. Answers are not validated:
 * none counts as authentic. Safe for many threads; remembers the servers, so make one for each
 * look.
 */
public final class AuthorityResolver implements Resolver {

    private static final int MAX_ALIASES = 8;

    /** Servers of one zone that are tried before the answer counts as missing. */
    private static final int MAX_TRIES = 4;

    private final Resolver recursive;
    private final DirectQuestion direct;
    private final int port;
    private final ConcurrentMap<DomainName, List<InetAddress>> servers = new ConcurrentHashMap<>();

    /**
     * A resolver.
     *
     * @param recursive tells the servers of a zone
     * @param port 53 but in tests
     */
    public AuthorityResolver(Resolver recursive, DirectQuestion direct, int port) {
        this.recursive = recursive;
        this.direct = direct;
        this.port = port;
    }

    /** A zone: its apex, and where its servers are; none where it cannot be found. */
    private record Zone(DomainName apex, List<InetAddress> servers) {}

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int hops = 0; hops <= MAX_ALIASES; hops++) {
            Zone zone = zoneOf(at);
            if (zone.servers().isEmpty()) {
                return recursive.query(at, type); // the root, or a zone that cannot be found
            }
            DirectQuestion.Outcome outcome = ask(zone, at, type);
            switch (outcome) {
                case DirectQuestion.Outcome.Silent(String detail) -> {
                    return new Answer.Failed(
                            Answer.Failure.TIMEOUT, at + " " + type + ": " + detail);
                }
                case DirectQuestion.Outcome.Reply reply -> {
                    Optional<DomainName> alias = reply.alias();
                    if (alias.isEmpty()) {
                        return isLame(reply, zone.apex()) ? lame(zone, type) : reply.answer();
                    }
                    at = alias.get();
                }
            }
        }
        return new Answer.Failed(
                Answer.Failure.SERVER, name + ": more than " + MAX_ALIASES + " aliases");
    }

    private static Answer lame(Zone zone, RecordType type) {
        return new Answer.Failed(
                Answer.Failure.SERVER,
                zone.apex() + " " + type + ": none of its servers answers for the zone");
    }

    private DirectQuestion.Outcome ask(Zone zone, DomainName name, RecordType type) {
        DirectQuestion.Outcome last = new DirectQuestion.Outcome.Silent("nobody was asked");
        List<InetAddress> servers = zone.servers();
        for (InetAddress server : servers.subList(0, Math.min(MAX_TRIES, servers.size()))) {
            last =
                    direct.ask(
                            new InetSocketAddress(server, port),
                            name,
                            type,
                            DirectQuestion.Way.DATAGRAM);
            if (last instanceof DirectQuestion.Outcome.Reply reply
                    && !(reply.answer() instanceof Answer.Failed)
                    && !isLame(reply, zone.apex())) {
                return last;
            }
        }
        return last;
    }

    /**
     * RFC 1912 section 2.8: a server that was given the zone and does not have it. It answers
     * without authority, or denies from a zone above, whose word on names below the cut is worth
     * nothing.
     */
    private static boolean isLame(DirectQuestion.Outcome.Reply reply, DomainName apex) {
        boolean denied = reply.answer() instanceof Answer.NoRecord && reply.alias().isEmpty();
        return denied
                && (!reply.authoritative()
                        || reply.zone().filter(zone -> !zone.isWithin(apex)).isPresent());
    }

    /** The closest zone at or above {@code name}. */
    private Zone zoneOf(DomainName name) {
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            List<InetAddress> known = servers.get(at);
            if (known == null) {
                known = serversAt(at);
                servers.put(at, known);
            }
            if (!known.isEmpty()) {
                return new Zone(at, known);
            }
        }
        return new Zone(DomainName.ROOT, List.of());
    }

    private List<InetAddress> serversAt(DomainName apex) {
        List<InetAddress> all = new ArrayList<>();
        for (DnsRecord.Ns ns : recursive.query(apex, RecordType.NS).records(DnsRecord.Ns.class)) {
            for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
                recursive
                        .query(ns.target(), type)
                        .records(DnsRecord.Address.class)
                        .forEach(address -> all.add(address.address()));
            }
        }
        return List.copyOf(all);
    }
}
