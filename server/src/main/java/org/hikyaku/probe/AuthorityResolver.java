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

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int hops = 0; hops <= MAX_ALIASES; hops++) {
            List<InetAddress> zone = zoneOf(at);
            if (zone.isEmpty()) {
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
                        return reply.answer();
                    }
                    at = alias.get();
                }
            }
        }
        return new Answer.Failed(
                Answer.Failure.SERVER, name + ": more than " + MAX_ALIASES + " aliases");
    }

    private DirectQuestion.Outcome ask(List<InetAddress> zone, DomainName name, RecordType type) {
        DirectQuestion.Outcome last = new DirectQuestion.Outcome.Silent("nobody was asked");
        for (InetAddress server : zone.subList(0, Math.min(MAX_TRIES, zone.size()))) {
            last =
                    direct.ask(
                            new InetSocketAddress(server, port),
                            name,
                            type,
                            DirectQuestion.Way.DATAGRAM);
            if (last instanceof DirectQuestion.Outcome.Reply reply
                    && !(reply.answer() instanceof Answer.Failed)) {
                return last;
            }
        }
        return last;
    }

    /** The servers of the closest zone at or above {@code name}. */
    private List<InetAddress> zoneOf(DomainName name) {
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            List<InetAddress> known = servers.get(at);
            if (known == null) {
                known = serversAt(at);
                servers.put(at, known);
            }
            if (!known.isEmpty()) {
                return known;
            }
        }
        return List.of();
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
