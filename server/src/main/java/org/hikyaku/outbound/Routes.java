package org.hikyaku.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
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

    Routes(Resolver resolver, OutboundSettings settings) {
        this.resolver = resolver;
        this.settings = settings;
    }

    Route of(DomainName domain) {
        if (settings.relay() != null) {
            InetSocketAddress relay = settings.relay().address();
            return relay.isUnresolved()
                    ? nowhere(
                            new AttemptResult.Unreachable(
                                    "", "the relay " + settings.relay().host() + " has no address"))
                    : new Route.Hosts(
                            List.of(new Route.Target(settings.relay().host(), List.of(relay))));
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

    private static Route nowhere(AttemptResult result) {
        return new Route.Nowhere(result);
    }

    private Route hosts(DomainName domain, List<DnsRecord.Mx> records, boolean implicit) {
        if (records.size() == 1 && records.getFirst().isNull()) {
            // RFC 7505 section 3
            return nowhere(
                    new AttemptResult.Refused(
                            "", EnhancedCode.of("5.1.10"), domain + " takes no mail (null MX)"));
        }
        List<Route.Target> targets = new ArrayList<>();
        String problem = "";
        for (DnsRecord.Mx mx : ordered(records)) {
            if (mx.isNull() || targets.size() == MAX_HOSTS) {
                continue;
            }
            if (mx.exchange().equals(settings.hostname())) {
                break; // RFC 5321 section 5.1: ourselves and what is less preferred are left out
            }
            List<InetSocketAddress> addresses = new ArrayList<>();
            problem = addresses(mx.exchange(), addresses);
            if (!addresses.isEmpty()) {
                targets.add(new Route.Target(mx.exchange().ascii(), addresses));
            }
        }
        if (!targets.isEmpty()) {
            return new Route.Hosts(targets);
        }
        if (!problem.isEmpty()) {
            return nowhere(new AttemptResult.Deferred("", EnhancedCode.of("4.4.3"), problem));
        }
        if (records.stream().anyMatch(mx -> mx.exchange().equals(settings.hostname()))) {
            return nowhere(
                    new AttemptResult.Refused(
                            "",
                            EnhancedCode.of("5.4.6"),
                            "the MX of "
                                    + domain
                                    + " is this server, which does not know the domain"));
        }
        String what =
                implicit
                        ? domain + " has neither MX nor address"
                        : "no MX of " + domain + " has an address";
        return nowhere(new AttemptResult.Refused("", EnhancedCode.of("5.4.4"), what));
    }

    /** By preference; equals in random order (RFC 5321 section 5.1). */
    private static List<DnsRecord.Mx> ordered(List<DnsRecord.Mx> records) {
        List<DnsRecord.Mx> all = new ArrayList<>(records);
        Collections.shuffle(all, new Random());
        all.sort(Comparator.comparingInt(DnsRecord.Mx::preference));
        return all;
    }

    /**
     * IPv6 and IPv4 in turn, so that one broken family costs one try; the problem where one could
     * not be looked up.
     */
    private String addresses(DomainName host, List<InetSocketAddress> out) {
        Answer six = resolver.query(host, RecordType.AAAA);
        Answer four = resolver.query(host, RecordType.A);
        List<InetAddress> a =
                new ArrayList<>(
                        six.records(DnsRecord.Address.class).stream()
                                .map(DnsRecord.Address::address)
                                .toList());
        List<InetAddress> b =
                new ArrayList<>(
                        four.records(DnsRecord.Address.class).stream()
                                .map(DnsRecord.Address::address)
                                .toList());
        Collections.shuffle(a, new Random());
        Collections.shuffle(b, new Random());
        for (int i = 0; i < Math.max(a.size(), b.size()) && out.size() < MAX_ADDRESSES; i++) {
            if (i < a.size() && hasIpv6()) {
                out.add(new InetSocketAddress(a.get(i), settings.port()));
            }
            if (i < b.size()) {
                out.add(new InetSocketAddress(b.get(i), settings.port()));
            }
        }
        for (Answer answer : List.of(six, four)) {
            if (answer instanceof Answer.Failed failed) {
                return "the address of " + host + " cannot be looked up: " + failed.detail();
            }
        }
        return "";
    }

    /**
     * A host without IPv6 would wait for each address of it in vain: whether to try is the system's
     * to say when connecting.
     */
    private static boolean hasIpv6() {
        return !(InetAddress.getLoopbackAddress() instanceof Inet4Address)
                || !Boolean.getBoolean("java.net.preferIPv4Stack");
    }
}
