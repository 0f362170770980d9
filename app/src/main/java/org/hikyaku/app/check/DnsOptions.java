package org.hikyaku.app.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.ZoneOption;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.lookup.OfflineResolver;
import org.hikyaku.lookup.ZoneResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where answers come from, and what time it is. */
public final class DnsOptions {

    private static final int PORT = 53;
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]+)\\](?::([0-9]{1,5}))?");
    private static final Pattern V4_PORT = Pattern.compile("([0-9.]+):([0-9]{1,5})");

    @Option(
            names = "--zone",
            paramLabel = ZoneOption.LABEL,
            converter = ZoneOption.Converter.class,
            description = ZoneOption.DESCRIPTION)
    private List<ZoneOption> zones = new ArrayList<>();

    @Option(
            names = {"--resolver", "--server"},
            paramLabel = "ADDR[:PORT]",
            description = "Ask this DNS server (default: those of this machine).")
    private @Nullable String resolver;

    @Option(names = "--offline", description = "Ask no DNS server at all.")
    private boolean offline;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Check as of this time, such as 2026-11-24 or 2026-11-24T09:00:00Z.")
    private @Nullable String at;

    /** For picocli. */
    public DnsOptions() {}

    /** Whether this machine's usual way to the DNS is to be used. */
    public boolean isUsual() {
        return zones.isEmpty() && resolver == null && !offline;
    }

    /** The resolver: zone files over a memory over the network. */
    Resolver resolver(Locale locale) {
        return resolver(List.of(), null, locale);
    }

    /**
     * The resolver: zone files over a memory over the network.
     *
     * @param configured asked where no option names a server; none: those of this machine
     * @param zone whose files {@code --zone} names; null where they may be of any
     * @param locale of the line about a file that cannot be used
     */
    public Resolver resolver(
            List<InetSocketAddress> configured, @Nullable DomainName zone, Locale locale) {
        ZoneResolver planned = ZoneOption.over(new OfflineResolver(), zones, zone, locale);
        NoDns nothing = new NoDns(planned.apexes());
        return planned.over(offline ? nothing : new CachingResolver(network(configured, nothing)));
    }

    private Resolver network(List<InetSocketAddress> configured, NoDns nothing) {
        String named = resolver;
        List<DnsResolver.Server> servers =
                named != null
                        ? List.of(DnsResolver.Server.of(server(named)))
                        : configured.isEmpty()
                                ? DnsResolver.systemServers()
                                : configured.stream().map(DnsResolver.Server::of).toList();
        return new ProbingResolver(servers, nothing);
    }

    private static InetSocketAddress server(String text) {
        Matcher bracketed = BRACKETED.matcher(text);
        Matcher v4 = V4_PORT.matcher(text);
        if (bracketed.matches()) {
            return server(text, bracketed.group(1), bracketed.group(2));
        }
        return v4.matches() ? server(text, v4.group(1), v4.group(2)) : server(text, text, null);
    }

    private static InetSocketAddress server(String text, String host, @Nullable String port) {
        Optional<InetAddress> address = IpNet.address(host);
        int number = port == null ? PORT : Integer.parseInt(port);
        if (address.isEmpty() || number < 1 || number > 65_535) {
            throw new CommandFailure(
                    "'"
                            + text
                            + "' is no DNS server: write 192.0.2.53, 127.0.0.1:5353 or [::1]:5353");
        }
        return new InetSocketAddress(address.get(), number);
    }

    /** The time of the check. */
    public InstantSource clock() {
        String text = at;
        if (text == null) {
            return InstantSource.system();
        }
        try {
            Instant fixed =
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text);
            return InstantSource.fixed(fixed);
        } catch (DateTimeException _) {
            throw new CommandFailure(
                    "'" + text + "' is no time: write 2026-11-24 or 2026-11-24T09:00:00Z");
        }
    }
}
