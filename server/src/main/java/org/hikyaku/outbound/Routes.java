package org.hikyaku.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.EnhancedCode;

/** Finds the hosts of a domain (RFC 5321 section 5.1). */
final class Routes {

    /** Hosts that are tried for one domain; RFC 5321 section 5.1 asks for two at least. */
    private static final int MAX_HOSTS = 5;

    /** Addresses that are tried for one host. */
    private static final int MAX_ADDRESSES = 6;

    private final Resolver resolver;
    private final OutboundSettings settings;
    private final Random random;

    /** Routes that {@code random}, safe for many threads, puts into order. */
    Routes(Resolver resolver, OutboundSettings settings, RandomGenerator random) {
        this.resolver = resolver;
        this.settings = settings;
        this.random = Random.from(random);
    }

    Route of(DomainName domain) {
        OutboundSettings.Relay relay = settings.relay();
        if (relay != null) {
            return relay(relay);
        }
        Answer answer = resolver.query(domain, RecordType.MX);
        return switch (answer) {
            case Answer.Failed failed ->
                    nowhere(
                            new AttemptResult.Deferred(
                                    "",
                                    EnhancedCode.of("4.4.3"),
                                    "MX of "
                                            + domain
                                            + " cannot be looked up: "
                                            + failed.detail()));
            case Answer.NoRecord none when !none.nameExists() ->
                    // RFC 5321 section 5.1: a name that does not exist is an error at once.
                    nowhere(
                            new AttemptResult.Refused(
                                    "",
                                    EnhancedCode.of("5.1.2"),
                                    "the domain " + domain + " does not exist"));
            case Answer.NoRecord _ ->
                    hosts(
                            domain,
                            List.of(new DnsRecord.Mx(0, domain)),
                            true); // RFC 5321 section 5.1: the implicit MX
            case Answer.Found _ -> hosts(domain, answer.records(DnsRecord.Mx.class), false);
        };
    }

    private static Route relay(OutboundSettings.Relay relay) {
        try {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(relay.host())) {
                addresses.add(new InetSocketAddress(address, relay.port()));
            }
            return new Route.Hosts(List.of(new Route.Target(relay.host(), addresses)));
        } catch (UnknownHostException _) {
            return nowhere(
                    new AttemptResult.Unreachable(
                            "", "the relay " + relay.host() + " has no address"));
        }
    }

    private static Route nowhere(AttemptResult result) {
        return new Route.Nowhere(result);
    }

    private Route hosts(DomainName domain, List<DnsRecord.Mx> records, boolean implicit) {
        if (records.size() == 1 && records.getFirst().isNull()) {
            // RFC 7505 section 4.2
            return nowhere(
                    new AttemptResult.Refused(
                            "", EnhancedCode.of("5.1.10"), domain + " takes no mail (null MX)"));
        }
        List<Route.Target> targets = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        boolean ourselves = false;
        for (DnsRecord.Mx mx : ordered(records)) {
            if (mx.exchange().equals(settings.hostname())) {
                ourselves = true;
                break; // RFC 5321 section 5.1: ourselves and what is less preferred are left out
            }
            if (targets.size() < MAX_HOSTS && !mx.isNull()) {
                List<InetSocketAddress> addresses = addresses(mx.exchange(), problems);
                if (!addresses.isEmpty()) {
                    targets.add(new Route.Target(mx.exchange().ascii(), addresses));
                }
            }
        }
        if (!targets.isEmpty()) {
            return new Route.Hosts(targets);
        }
        if (!problems.isEmpty()) {
            return nowhere(
                    new AttemptResult.Deferred("", EnhancedCode.of("4.4.3"), problems.getFirst()));
        }
        return nowhere(noHost(domain, ourselves, implicit));
    }

    private static AttemptResult noHost(DomainName domain, boolean ourselves, boolean implicit) {
        if (ourselves) {
            return new AttemptResult.Refused(
                    "",
                    EnhancedCode.of("5.4.6"),
                    "the MX of " + domain + " is this server, which does not know the domain");
        }
        String what =
                implicit
                        ? domain + " has neither MX nor address"
                        : "no MX of " + domain + " has an address";
        return new AttemptResult.Refused("", EnhancedCode.of("5.4.4"), what);
    }

    /** By preference; equals in random order (RFC 5321 section 5.1). */
    private List<DnsRecord.Mx> ordered(List<DnsRecord.Mx> records) {
        List<DnsRecord.Mx> all = new ArrayList<>(records);
        Collections.shuffle(all, random);
        all.sort(Comparator.comparingInt(DnsRecord.Mx::preference));
        return all;
    }

    /**
     * IPv6 and IPv4 in turn (RFC 8305 section 4), so that one broken family costs one try. A
     * machine without IPv6 learns that from its own system at once, without waiting.
     *
     * @param problems gets what could not be looked up
     */
    private List<InetSocketAddress> addresses(DomainName host, List<String> problems) {
        List<InetAddress> six = addresses(host, RecordType.AAAA, problems);
        List<InetAddress> four = addresses(host, RecordType.A, problems);
        List<InetSocketAddress> both = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                both.add(new InetSocketAddress(six.get(i), settings.port()));
            }
            if (i < four.size()) {
                both.add(new InetSocketAddress(four.get(i), settings.port()));
            }
        }
        return both.subList(0, Math.min(both.size(), MAX_ADDRESSES));
    }

    private List<InetAddress> addresses(DomainName host, RecordType type, List<String> problems) {
        Answer answer = resolver.query(host, type);
        if (answer instanceof Answer.Failed failed) {
            problems.add("the address of " + host + " cannot be looked up: " + failed.detail());
        }
        List<InetAddress> found = new ArrayList<>();
        answer.records(DnsRecord.Address.class).forEach(a -> found.add(a.address()));
        Collections.shuffle(found, random);
        return found;
    }
}
