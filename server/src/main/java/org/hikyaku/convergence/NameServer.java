package org.hikyaku.convergence;

import java.net.InetSocketAddress;
import org.hikyaku.name.DomainName;

/**
 * One address of a server that answers for a zone.
 *
 * @param name as the NS record or the SOA record has it
 * @param primary whether the SOA record names it (MNAME)
 * @param listed whether an NS record names it; a primary that none names is hidden
 */
public record NameServer(
        DomainName name, InetSocketAddress address, boolean primary, boolean listed) {

    private static final int PORT = 53;

    /** {@code ns1.example.com (192.0.2.53)}. */
    public String shown() {
        String host = address.getAddress().getHostAddress();
        String port = address.getPort() == PORT ? "" : " port " + address.getPort();
        return name + " (" + host + port + ")";
    }
}
