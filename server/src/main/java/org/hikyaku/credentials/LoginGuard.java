package org.hikyaku.credentials;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts failed logins of each network and of each login, and says when it is enough for a while.
 */
public final class LoginGuard {

    /** Failures of one network (IPv4 /32, IPv6 /64) within the window. */
    private static final int MAX_OF_NETWORK = 10;

    /**
     * Failures of one login from anywhere within the window; more, so that a stranger cannot lock
     * it out easily.
     */
    private static final int MAX_OF_LOGIN = 50;

    private static final Duration WINDOW = Duration.ofMinutes(10);

    /** Networks and logins that are remembered; the longest unheard are forgotten first. */
    private static final int MAX_REMEMBERED = 50_000;

    /** RFC 5321 section 4.5.3.1: 64 octets, an at sign and 255 octets; longer is no login. */
    private static final int MAX_LOGIN = 320;

    private record Count(int failures, Instant since) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Count> counts =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            }; // guarded by lock

    /** A guard that has seen nothing. */
    public LoginGuard(InstantSource clock) {
        this.clock = clock;
    }

    /** All of an IPv4 address, the first 64 bits of an IPv6 address. */
    private static String network(InetAddress client) {
        byte[] octets = client.getAddress();
        return "net " + HexFormat.of().formatHex(octets, 0, Math.min(8, octets.length));
    }

    /** Accounts are looked up without regard to case: so are failures. */
    private static String login(String name) {
        return "login " + name.toLowerCase(Locale.ROOT);
    }

    private int failures(String key) {
        Count count = counts.get(key);
        return count == null || count.since().plus(WINDOW).isBefore(clock.instant())
                ? 0
                : count.failures();
    }

    /** Whether {@code client} has failed too often to try now. */
    public boolean isBarred(InetAddress client) {
        lock.lock();
        try {
            return failures(network(client)) >= MAX_OF_NETWORK;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@code login} has been failed at too often to be tried now. */
    public boolean isBarred(String login) {
        lock.lock();
        try {
            return failures(login(login)) >= MAX_OF_LOGIN;
        } finally {
            lock.unlock();
        }
    }

    /** A login has failed. */
    public void failed(InetAddress client, String login) {
        lock.lock();
        try {
            count(network(client));
            if (!login.isEmpty() && login.length() <= MAX_LOGIN) {
                count(login(login));
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(String key) {
        int before = failures(key);
        Count old = counts.get(key);
        counts.put(
                key,
                new Count(before + 1, before == 0 || old == null ? clock.instant() : old.since()));
    }

    /** A login has succeeded: its network starts anew. */
    public void succeeded(InetAddress client) {
        lock.lock();
        try {
            counts.remove(network(client));
        } finally {
            lock.unlock();
        }
    }
}
