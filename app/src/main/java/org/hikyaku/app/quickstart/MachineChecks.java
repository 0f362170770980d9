package org.hikyaku.app.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** What this machine can do: its addresses, its ports, and whether mail gets out. */
record MachineChecks(Check.Wording wording) {

    private static final int SMTP = 25;
    private static final int CONNECT_MILLIS = 4000;

    /** Documentation addresses (RFC 5737, RFC 3849): nothing is sent to them. */
    private static final List<String> ELSEWHERE = List.of("192.0.2.1", "2001:db8::1");

    /** The public addresses that this machine would send from; nothing is sent to find out. */
    static List<InetAddress> ownAddresses() {
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
    static boolean isPublic(InetAddress address) {
        boolean uniqueLocal =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !(uniqueLocal
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress());
    }

    Check address(List<InetAddress> addresses) {
        List<String> found =
                addresses.stream()
                        .filter(MachineChecks::isPublic)
                        .map(InetAddress::getHostAddress)
                        .toList();
        return found.isEmpty()
                ? wording.warning("address", "none")
                : wording.ok("address", "ok", String.join(", ", found));
    }

    /** Whether a large receiver can be reached; many hosting companies close the port. */
    Check outbound(List<InetAddress> receiver) {
        if (receiver.isEmpty()) {
            return wording.notChecked("outbound", "unknown");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(receiver.getFirst(), SMTP), CONNECT_MILLIS);
            return wording.ok("outbound", "ok");
        } catch (IOException e) {
            return wording.warning("outbound", "closed", String.valueOf(e.getMessage()));
        }
    }

    Check port(int port) {
        String shown = Integer.toString(port);
        try (ServerSocket _ = new ServerSocket(port)) {
            return wording.ok("port", "free", shown);
        } catch (IOException e) {
            boolean forbidden = String.valueOf(e.getMessage()).contains("Permission");
            return forbidden
                    ? wording.notChecked("port", "forbidden", shown)
                    : wording.warning("port", "used", shown);
        }
    }
}
