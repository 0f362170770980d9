package org.hikyaku.app.console;

import java.util.List;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.lookup.DnsResolver;

/** The DNS as the settings have it. */
public final class Resolvers {

    private Resolvers() {}

    /** Asks the servers of the settings, or those of the system; remembers nothing. */
    public static DnsResolver of(Settings.Dns dns) {
        List<DnsResolver.Server> servers =
                dns.servers().isEmpty()
                        ? DnsResolver.systemServers()
                        : dns.servers().stream().map(DnsResolver.Server::of).toList();
        return new DnsResolver(servers, dns.timeout());
    }
}
