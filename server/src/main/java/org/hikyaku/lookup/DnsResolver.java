package org.hikyaku.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.Message;
import org.xbill.DNS.ResolverConfig;

/**
 * Asks recursive servers over the network, one after the other. Remembers nothing: put a {@link
 * CachingResolver} before it. Safe for many threads.
 */
public final class DnsResolver implements Resolver {

    /** Receivers answer a sender within minutes; a server that has not said in 10 s will not. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Each server is tried this often. */
    private static final int ROUNDS = 2;

    private static final int PORT = 53;

    /**
     * Whom to ask.
     *
     * @param address of a recursive server
     * @param trusted whether its word on DNSSEC (AD) is believed: say so only where nobody can
     *     change what passes between (RFC 6840 section 5.7)
     */
    public record Server(InetSocketAddress address, boolean trusted) {

        /** A server that is trusted where it is on loopback. */
        public static Server of(InetSocketAddress address) {
            boolean loopback =
                    address.getAddress() != null && address.getAddress().isLoopbackAddress();
            return new Server(address, loopback);
        }

        private String shown() {
            var ip = address.getAddress();
            String host = ip == null ? address.getHostString() : ip.getHostAddress();
            return address.getPort() == PORT ? host : host + " port " + address.getPort();
        }
    }

    private final List<Server> servers;
    private final Duration timeout;
    private final RandomGenerator random;

    /**
     * A resolver.
     *
     * @param servers tried in this order; at least one
     * @param timeout how long one question may take, all tries with all servers together
     * @param random gives the ids of questions; must not be predictable (RFC 5452 section 9.2)
     */
    public DnsResolver(List<Server> servers, Duration timeout, RandomGenerator random) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a resolver needs a server");
        }
        this.servers = List.copyOf(servers);
        this.timeout = timeout;
        this.random = random;
    }

    /** As above, with the system's source of unpredictable numbers. */
    public DnsResolver(List<Server> servers, Duration timeout) {
        this(servers, timeout, new SecureRandom());
    }

    /** A resolver that asks whom this machine's configuration names. */
    public static DnsResolver system() {
        return new DnsResolver(systemServers(), DEFAULT_TIMEOUT);
    }

    /** The servers that this machine's configuration names, or loopback where it names none. */
    public static List<Server> systemServers() {
        ResolverConfig.refresh();
        List<InetSocketAddress> named = ResolverConfig.getCurrentConfig().servers();
        return named.isEmpty()
                ? List.of(Server.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT)))
                : named.stream().map(Server::of).toList();
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        long deadline = System.nanoTime() + timeout.toNanos();
        DomainName at = name;
        long ttl = WireAnswer.MAX_TTL_SECONDS;
        boolean authentic = true;
        for (int hops = 0; hops <= WireAnswer.MAX_ALIASES; ) {
            switch (ask(at, type, deadline)) {
                case WireAnswer.Complete(var answer) -> {
                    return limited(answer, authentic, ttl);
                }
                case WireAnswer.Alias alias -> {
                    at = alias.target();
                    ttl = Math.min(ttl, alias.ttlSeconds());
                    authentic &= alias.authentic();
                    hops += alias.hops();
                }
            }
        }
        return new Answer.Failed(
                Answer.Failure.SERVER, name + ": more than " + WireAnswer.MAX_ALIASES + " aliases");
    }

    /** What holds for the end of a chain of aliases holds no longer than for its links. */
    private static Answer limited(Answer answer, boolean authentic, long ttl) {
        return switch (answer) {
            case Answer.Found(var records, var ad, var seconds) ->
                    new Answer.Found(records, ad && authentic, Math.min(ttl, seconds));
            case Answer.NoRecord(var exists, var ad, var seconds) ->
                    new Answer.NoRecord(exists, ad && authentic, Math.min(ttl, seconds));
            case Answer.Failed failed -> failed;
        };
    }

    private WireAnswer ask(DomainName name, RecordType type, long deadline) {
        WireAnswer last = failed(Answer.Failure.TIMEOUT, name, type, "nobody answered in time");
        int tries = ROUNDS * servers.size();
        for (int i = 0; i < tries; i++) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            // Each remaining try gets the same share; the last one all that is left.
            long until = System.nanoTime() + left / (tries - i);
            last = attempt(servers.get(i % servers.size()), name, type, until);
            if (!(last instanceof WireAnswer.Complete(Answer.Failed _))) {
                return last;
            }
        }
        return last;
    }

    private WireAnswer attempt(Server server, DomainName name, RecordType type, long until) {
        try {
            Message answer = DnsExchange.ask(server.address(), question(name, type, true), until);
            if (DnsExchange.isWithoutEdns(answer)) {
                answer = DnsExchange.ask(server.address(), question(name, type, false), until);
            }
            return WireAnswer.of(answer, name, type, server.trusted());
        } catch (SocketTimeoutException _) {
            return failed(Answer.Failure.TIMEOUT, name, type, server.shown() + " is silent");
        } catch (DnsExchange.MalformedException e) {
            String detail = server.shown() + ": " + e.getMessage();
            return failed(Answer.Failure.MALFORMED, name, type, detail);
        } catch (IOException e) {
            String detail = server.shown() + " cannot be reached: " + e.getMessage();
            return failed(Answer.Failure.TIMEOUT, name, type, detail);
        }
    }

    private static WireAnswer failed(
            Answer.Failure failure, DomainName name, RecordType type, String detail) {
        return new WireAnswer.Complete(
                new Answer.Failed(failure, name + " " + type + ": " + detail));
    }

    private Message question(DomainName name, RecordType type, boolean edns) {
        return DnsExchange.question(random.nextInt(1 << 16), name, type, true, edns);
    }
}
