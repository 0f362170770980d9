package org.hikyaku.name;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network: an address and how many of its leading bits count.
 *
 * @param address IPv4 or IPv6
 * @param prefixLength 0 to 32, or 0 to 128
 */
public record IpNet(InetAddress address, int prefixLength) {

    private static final Pattern FOUR_NUMBERS =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /** Checks the prefix length. */
    public IpNet {
        int max = address.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > max) {
            throw new IllegalNameException(
                    "/" + prefixLength + " is not a prefix length of " + address.getHostAddress());
        }
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address alone.
     *
     * @throws IllegalNameException where it is none
     */
    public static IpNet of(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address =
                address(host)
                        .orElseThrow(
                                () ->
                                        new IllegalNameException(
                                                "'"
                                                        + Shown.of(text)
                                                        + "' is not an address or network"));
        if (slash < 0) {
            return new IpNet(address, address.getAddress().length * 8);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}")) {
            throw new IllegalNameException(
                    "'" + Shown.of(text) + "' has no prefix length after the slash");
        }
        return new IpNet(address, Integer.parseInt(bits));
    }

    /**
     * Reads an address literal, never a host name: nothing is looked up. IPv4-mapped IPv6 addresses
     * become IPv4. An IPv4 address has four numbers: Java would complete fewer with zeros.
     */
    public static Optional<InetAddress> address(String text) {
        if (text.indexOf(':') < 0 && !FOUR_NUMBERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether {@code other} lies in this network; an address of the other family never does. */
    public boolean contains(InetAddress other) {
        byte[] a = address.getAddress();
        byte[] b = other.getAddress();
        if (a.length != b.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((a[whole] ^ b[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    /**
     * The name under which an address's PTR record lies (RFC 1035 section 3.5, RFC 3596 section
     * 2.5).
     */
    public static DomainName reverseName(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder out = new StringBuilder();
        if (address instanceof Inet4Address) {
            for (int i = 3; i >= 0; i--) {
                out.append(octets[i] & 0xff).append('.');
            }
            return new DomainName(out.append("in-addr.arpa").toString());
        }
        for (int i = 15; i >= 0; i--) {
            out.append(Character.forDigit(octets[i] & 15, 16)).append('.');
            out.append(Character.forDigit((octets[i] >> 4) & 15, 16)).append('.');
        }
        return new DomainName(out.append("ip6.arpa").toString());
    }

    /** The address of 4 or 16 octets. */
    public static InetAddress ofOctets(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalNameException(octets.length + " octets are no address");
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
