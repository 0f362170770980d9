package org.hikyaku.net;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where to listen and how much of it.
 *
 * @param service for events, such as {@code smtp}
 * @param address port 0 for any free one
 * @param maxConnections open at the same time; each costs some 30 KiB
 * @param maxPerAddress of these, from one IPv4 address or one IPv6 /64
 * @param maxAge after which a connection is closed, whatever it does
 */
public record ListenerSettings(
        String service,
        InetSocketAddress address,
        int maxConnections,
        int maxPerAddress,
        Duration maxAge) {

    /** Open at the same time, where nothing else is said: some 60 MiB in all. */
    public static final int DEFAULT_CONNECTIONS = 2000;

    /** From one address, where nothing else is said: a large sender opens some dozens. */
    public static final int DEFAULT_PER_ADDRESS = 100;

    /** RFC 5321 names no limit; nobody needs longer for what the other limits let pass. */
    public static final Duration DEFAULT_AGE = Duration.ofHours(2);

    /** Checks the numbers. */
    public ListenerSettings {
        if (maxConnections < 1 || maxPerAddress < 1 || !maxAge.isPositive()) {
            throw new IllegalArgumentException("a listener's limits must be positive");
        }
    }

    /** With the default limits. */
    public static ListenerSettings of(String service, InetSocketAddress address) {
        return new ListenerSettings(
                service, address, DEFAULT_CONNECTIONS, DEFAULT_PER_ADDRESS, DEFAULT_AGE);
    }
}
