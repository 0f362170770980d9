package org.hikyaku.app.settings;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/** Values with their units, as settings and options have them. */
public final class Values {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(B|KiB|MiB|GiB)");

    private static final int MAX_PORT = 65535;
    private static final int DNS_PORT = 53;

    private Values() {}

    /** {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}, from {@code min} to {@code max}. */
    public static Optional<Duration> duration(String text, Duration min, Duration max) {
        return duration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0);
    }

    /** {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}. */
    static Optional<Duration> duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        long n = Long.parseLong(m.group(1));
        return Optional.of(
                switch (m.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                });
    }

    /** {@code 25MiB}, from {@code min} to {@code max} octets. */
    static Optional<Long> size(String text, long min, long max) {
        return size(text).filter(n -> n >= min && n <= max);
    }

    /** {@code 25MiB}. */
    static Optional<Long> size(String text) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (m.group(2)) {
                    case "B" -> 0;
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    default -> 30;
                };
        return Optional.of(Long.parseLong(m.group(1)) << shift);
    }

    /** {@code 192.0.2.1:25}, {@code [2001:db8::1]:25}, {@code *:25} for all addresses. */
    static Optional<InetSocketAddress> address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (bracketed != host.contains(":")) {
            return Optional.empty(); // where an IPv6 address ends and its port begins is a guess
        }
        if (port > MAX_PORT) {
            return Optional.empty();
        }
        if (host.equals("*")) {
            // The wildcard without a family: both where the machine has IPv6, IPv4 alone elsewhere.
            return Optional.of(new InetSocketAddress(port));
        }
        return IpNet.address(host).map(a -> new InetSocketAddress(a, port));
    }

    /** An address as {@link #address}, or one alone: then with the port of DNS. */
    static Optional<InetSocketAddress> nameServer(String text) {
        Optional<InetSocketAddress> alone =
                IpNet.address(text).map(a -> new InetSocketAddress(a, DNS_PORT));
        return alone.isPresent()
                ? alone
                : address(text).filter(a -> a.getPort() > 0 && !a.getAddress().isAnyLocalAddress());
    }

    /** {@code host:port}, {@code 192.0.2.1:25}, {@code [2001:db8::1]:25}; as it is written. */
    static Optional<String> relay(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean known =
                address(text).filter(a -> !a.getAddress().isAnyLocalAddress()).isPresent()
                        || DomainName.parse(host).filter(DomainName::isHostName).isPresent();
        return Optional.of(text)
                .filter(t -> known && Integer.parseInt(t.substring(colon + 1)) <= MAX_PORT);
    }

    /** An argument of a program. */
    static Optional<String> argument(String text) {
        return text.isEmpty() || text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    }
}
