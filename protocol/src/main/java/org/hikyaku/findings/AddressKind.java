package org.hikyaku.findings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.hikyaku.name.IpNet;

/** What an address is good for. */
final class AddressKind {

    /** Networks that nobody outside can reach (IANA special-purpose address registries). */
    private static final List<IpNet> PRIVATE =
            List.of(
                    IpNet.of("0.0.0.0/8"),
                    IpNet.of("10.0.0.0/8"), // RFC 1918
                    IpNet.of("100.64.0.0/10"), // RFC 6598
                    IpNet.of("127.0.0.0/8"),
                    IpNet.of("169.254.0.0/16"),
                    IpNet.of("172.16.0.0/12"), // RFC 1918
                    IpNet.of("192.168.0.0/16"), // RFC 1918
                    IpNet.of("224.0.0.0/3"),
                    IpNet.of("::/127"),
                    IpNet.of("fc00::/7"), // RFC 4193
                    IpNet.of("fe80::/10"),
                    IpNet.of("ff00::/8"));

    private AddressKind() {}

    /** Whether nobody outside can reach it. */
    static boolean isPrivate(InetAddress address) {
        return PRIVATE.stream().anyMatch(net -> net.contains(address));
    }

    /** The address for a person: RFC 5952 section 4, the longest run of zeros as two colons. */
    static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        String[] groups = address.getHostAddress().replaceAll("%.*", "").split(":");
        int best = -1;
        int length = 1; // RFC 5952 section 4.2.2: a single zero is not shortened
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                best = i;
                length = end - i;
            }
        }
        if (best < 0) {
            return String.join(":", groups);
        }
        String before = String.join(":", List.of(groups).subList(0, best));
        String after = String.join(":", List.of(groups).subList(best + length, groups.length));
        return before + "::" + after;
    }
}
