package org.hikyaku.spf;

import java.net.Inet4Address;
import java.net.InetAddress;

/** An address as people write it (RFC 5952 section 4): the JDK leaves IPv6 uncompressed. */
final class ReadableAddress {

    private static final int GROUPS = 8;

    private ReadableAddress() {}

    static String of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        byte[] octets = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1; // RFC 5952 section 4.2.2: a single group is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(groups, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return start < 0
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int from) {
        int at = from;
        while (at < GROUPS && groups[at] == 0) {
            at++;
        }
        return at - from;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
