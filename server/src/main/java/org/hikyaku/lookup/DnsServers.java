package org.hikyaku.lookup;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * Whom to ask.
 *
 * @param addresses recursive servers, tried in this order; at least one
 * @param timeout how long one question may take, all tries with all servers together
 * @param trusted whether their word on DNSSEC is believed although they are not on loopback: say so
 *     only where nobody can change what passes between (RFC 6840 section 5.7)
 */
public record DnsServers(List<InetSocketAddress> addresses, Duration timeout, boolean trusted) {

    /** Receivers answer a sender within minutes; a server that has not said in 10 s will not. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** More are not tried: resolv.conf knows 3. */
    private static final int MAX_SERVERS = 8;

    /** Copies the list. */
    public DnsServers {
        addresses = List.copyOf(addresses.subList(0, Math.min(MAX_SERVERS, addresses.size())));
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no DNS server is named");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("a timeout of " + timeout + " leaves no time");
        }
    }

    /** The servers that this machine's configuration names, or loopback where it names none. */
    public static DnsServers system() {
        ResolverConfig.refresh();
        List<InetSocketAddress> named = ResolverConfig.getCurrentConfig().servers();
        List<InetSocketAddress> servers =
                named.isEmpty() ? List.of(new InetSocketAddress("127.0.0.1", 53)) : named;
        return new DnsServers(servers, DEFAULT_TIMEOUT, false);
    }

    /** Whether {@code server}'s word on DNSSEC is believed. */
    boolean believes(InetSocketAddress server) {
        return trusted || server.getAddress() != null && server.getAddress().isLoopbackAddress();
    }
}
