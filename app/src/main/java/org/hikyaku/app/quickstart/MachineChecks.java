package org.hikyaku.app.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.hikyaku.probe.OwnAddresses;

/** What this machine can do: its addresses, its ports, and whether mail gets out. */
record MachineChecks(Check.Wording wording) {

    private static final int SMTP = 25;
    private static final int CONNECT_MILLIS = 4000;

    Check address(List<InetAddress> addresses) {
        List<String> found =
                addresses.stream()
                        .filter(OwnAddresses::isPublic)
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
