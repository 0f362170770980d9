package org.hikyaku.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses that this machine sends from. */
public final class OwnAddresses {

    /** Documentation addresses (RFC 5737, RFC 3849): nothing is sent to them. */
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    private OwnAddresses() {}

    /** The public ones, one of each family at most; nothing is sent to find out. */
    public static List<InetAddress> find() {
        List<InetAddress> found = new ArrayList<>();
        for (String far : ELSEWHERE) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(far), 9));
                InetAddress own = socket.getLocalAddress();
                if (isPublic(own)) {
                    found.add(own);
                }
            } catch (IOException | UncheckedIOException _) {
                // This family is not there.
            }
        }
        return found;
    }

    /** RFC 1918, RFC 4193 and the like: what nobody outside could reach. */
    public static boolean isPublic(InetAddress address) {
        boolean uniqueLocal =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !(uniqueLocal
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress());
    }
}
