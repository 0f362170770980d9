package org.hikyaku.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hikyaku.name.IpNet;

/**
 * How many connections each peer has: an IPv4 address, or an IPv6 /64, which is what one customer
 * gets (RFC 6177). Holds an entry only while there are any.
 */
final class PeerCounts {

    private final int max;
    private final ConcurrentMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    PeerCounts(int max) {
        this.max = max;
    }

    /** Counts one more; false, and nothing changed, where that would be too many. */
    boolean enter(InetAddress peer) {
        boolean[] entered = {true};
        counts.compute(
                keyOf(peer),
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    entered[0] = now < max;
                    return entered[0] ? Integer.valueOf(now + 1) : count;
                });
        return entered[0];
    }

    void leave(InetAddress peer) {
        counts.computeIfPresent(keyOf(peer), (_, count) -> count > 1 ? count - 1 : null);
    }

    int size() {
        return counts.size();
    }

    private static InetAddress keyOf(InetAddress peer) {
        byte[] octets = peer.getAddress();
        if (octets.length == 16) {
            Arrays.fill(octets, 8, 16, (byte) 0);
        }
        return IpNet.ofOctets(octets);
    }
}
