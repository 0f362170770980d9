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
 *
 * <p>Whoever guesses must not lock the owner out: from a network where a login has succeeded
 * lately, only failures of that login from there count. A success clears nothing, else somebody
 * with an account could buy more tries at the others with it.
 */
public final class LoginGuard {

    /** Failures of one network (IPv4 /32, IPv6 /64) within the window. */
    private static final int MAX_OF_NETWORK = 10;

    /**
     * Failures of one login from anywhere within the window; more, so that a stranger cannot lock
     * it out easily.
     */
    private static final int MAX_OF_LOGIN = 50;

    /**
     * Failures of one login from a network where it has succeeded: more than a forgotten device
     * with the old password makes.
     */
    private static final int MAX_AT_HOME = 50;

    private static final Duration WINDOW = Duration.ofMinutes(10);

    /** How long a network is remembered as one where a login has succeeded. */
    private static final Duration HOME = Duration.ofDays(30);

    /** Networks and logins that are remembered; the longest unheard are forgotten first. */
    private static final int MAX_REMEMBERED = 50_000;

    /** RFC 5321 section 4.5.3.1: 64 octets, an at sign and 255 octets; longer is no login. */
    private static final int MAX_LOGIN = 320;

    private record Count(int failures, Instant since) {}

    /** Forgets what has not been asked for longest. */
    private static final class Memory<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;

        Memory() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Memory<Count> counts = new Memory<>(); // guarded by lock
    private final Memory<Instant> homes = new Memory<>(); // guarded by lock

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

    private static String pair(InetAddress client, String name) {
        return network(client) + " " + login(name);
    }

    private int failures(String key) {
        Count count = counts.get(key);
        return count == null || count.since().plus(WINDOW).isBefore(clock.instant())
                ? 0
                : count.failures();
    }

    private boolean isHome(String pair) {
        Instant last = homes.get(pair);
        return last != null && clock.instant().isBefore(last.plus(HOME));
    }

    /**
     * Whether {@code login} may not be tried by {@code client} now, be the password right or not.
     */
    public boolean isBarred(InetAddress client, String login) {
        if (login.length() > MAX_LOGIN) {
            return true;
        }
        String pair = pair(client, login);
        lock.lock();
        try {
            return isHome(pair)
                    ? failures(pair) >= MAX_AT_HOME
                    : failures(network(client)) >= MAX_OF_NETWORK
                            || failures(login(login)) >= MAX_OF_LOGIN;
        } finally {
            lock.unlock();
        }
    }

    /** A login has failed; {@code login} is empty where the client did not get so far. */
    public void failed(InetAddress client, String login) {
        lock.lock();
        try {
            count(network(client));
            if (!login.isEmpty() && login.length() <= MAX_LOGIN) {
                count(login(login));
                count(pair(client, login));
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

    /** A login has succeeded: from its network it is not barred for what others do. */
    public void succeeded(InetAddress client, String login) {
        lock.lock();
        try {
            homes.put(pair(client, login), clock.instant());
        } finally {
            lock.unlock();
        }
    }
}
