package org.hikyaku.milter;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/**
 * Where a filter listens, in the words of libmilter: {@code inet:8891@localhost}, {@code
 * inet6:8891@::1}, {@code unix:/path}, {@code local:/path}, or a path.
 */
public sealed interface MilterSocket {

    /**
     * A TCP port.
     *
     * @param host a name or an address; empty for all addresses
     * @param ipv6 whether {@code inet6} was written: a name is looked up as such
     */
    record Inet(int port, String host, boolean ipv6) implements MilterSocket {
        @Override
        public String toString() {
            return (ipv6 ? "inet6:" : "inet:") + port + (host.isEmpty() ? "" : "@" + host);
        }
    }

    /** A UNIX socket; the path is absolute. */
    record Unix(String path) implements MilterSocket {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** The system takes no longer path (sun_path, 108 octets with its NUL). */
    int MAX_PATH_OCTETS = 107;

    /** Reads one; empty where it is none. */
    static Optional<MilterSocket> parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "inet" -> inet(rest, false);
            case "inet6" -> inet(rest, true);
            case "unix", "local" -> unix(rest);
            default -> unix(text);
        };
    }

    private static Optional<MilterSocket> unix(String path) {
        // Percent signs and such are allowed in paths; what a person cannot see is a slip.
        boolean sound =
                path.startsWith("/")
                        && path.length() <= MAX_PATH_OCTETS
                        && path.chars().noneMatch(c -> c <= ' ' || c >= 0x7f);
        return sound ? Optional.of(new Unix(path)) : Optional.empty();
    }

    private static Optional<MilterSocket> inet(String text, boolean ipv6) {
        int at = text.indexOf('@');
        String port = at < 0 ? text : text.substring(0, at);
        String host = at < 0 ? "" : text.substring(at + 1).replaceAll("^\\[(.*)]$", "$1");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            return Optional.empty();
        }
        boolean sound = at < 0 || address(host, ipv6) || name(host);
        return sound ? Optional.of(new Inet(Integer.parseInt(port), host, ipv6)) : Optional.empty();
    }

    private static boolean address(String host, boolean ipv6) {
        Optional<InetAddress> address = IpNet.address(host);
        return address.isPresent() && address.get() instanceof Inet6Address == ipv6;
    }

    private static boolean name(String host) {
        return IpNet.address(host).isEmpty()
                && DomainName.parse(host).map(DomainName::isHostName).orElse(false);
    }
}
