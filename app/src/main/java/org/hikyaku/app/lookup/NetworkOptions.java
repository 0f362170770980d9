package org.hikyaku.app.lookup;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.console.ZoneOption;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DirectQuestion;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.lookup.OfflineResolver;
import org.hikyaku.lookup.ZoneResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.probe.Answers;
import org.hikyaku.probe.AuthorityResolver;
import org.hikyaku.probe.NetworkAnswers;
import org.hikyaku.probe.PolicyFetch;
import org.hikyaku.probe.SmtpProbe;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked.
 *
 * @param server {@code ADDRESS} or {@code ADDRESS#PORT}, {@code none} for nobody, or null for the
 *     system's
 * @param zones zone files that are asked first
 * @param fresh whether the servers of each zone are asked in place of a resolver's memory
 * @param dnsOnly whether nobody is connected to
 */
record NetworkOptions(
        @Nullable String server, List<ZoneOption> zones, boolean fresh, boolean dnsOnly) {

    private static final int DNS_PORT = 53;
    private static final int SMTP_PORT = 25;

    /** One question, all tries together: whoever waits wants to know. */
    private static final Duration DNS_TIME = Duration.ofSeconds(6);

    private static final Duration DIRECT_TIME = Duration.ofSeconds(4);

    private static final DomainName NAMELESS = new DomainName("hikyaku.invalid");

    NetworkOptions {
        zones = List.copyOf(zones);
    }

    Answers answers(Texts texts, Locale locale) {
        DirectQuestion direct = new DirectQuestion(DIRECT_TIME);
        Resolver resolver = recursive(texts);
        if (fresh) {
            resolver = new AuthorityResolver(resolver, direct, DNS_PORT);
        }
        boolean connects = connects();
        // To find the machine's own name may take seconds.
        return over(zoned(resolver, locale), direct, connects ? ownName() : NAMELESS, connects);
    }

    /** Answers over the network with a given resolver and a name to say in EHLO. */
    static NetworkAnswers over(
            Resolver resolver, DirectQuestion direct, DomainName hello, boolean connects) {
        return new NetworkAnswers(
                resolver,
                direct,
                new SmtpProbe(hello, SMTP_PORT, null, Clock.systemUTC(), SmtpProbe.USUAL_TIME),
                new PolicyFetch(tls(), PolicyFetch.USUAL_TIME),
                connects);
    }

    /** Answers over the network with a given resolver. */
    static NetworkAnswers over(Resolver resolver, DomainName hello) {
        return over(resolver, new DirectQuestion(DIRECT_TIME), hello, true);
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Whether mail hosts and web servers are connected to. */
    boolean connects() {
        return !dnsOnly && !isNobody();
    }

    private boolean isNobody() {
        return AskOptions.NOBODY.equals(server);
    }

    private Resolver recursive(Texts texts) {
        if (server == null) {
            return new DnsResolver(DnsResolver.systemServers(), DNS_TIME);
        }
        if (isNobody()) {
            return new OfflineResolver();
        }
        return new DnsResolver(List.of(DnsResolver.Server.of(address(server, texts))), DNS_TIME);
    }

    private static InetSocketAddress address(String text, Texts texts) {
        int hash = text.indexOf('#');
        String host = hash < 0 ? text : text.substring(0, hash);
        String port = hash < 0 ? Integer.toString(DNS_PORT) : text.substring(hash + 1);
        Optional<InetAddress> address = IpNet.address(host).or(() -> named(host));
        if (address.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw new CommandFailure(texts.text("bad-server", Printable.of("@" + text, 60)));
        }
        return new InetSocketAddress(address.get(), Integer.parseInt(port));
    }

    private static Optional<InetAddress> named(String host) {
        try {
            // What is nearly an address, such as 192.0.2, Java would complete with zeros.
            return !host.matches(".*[A-Za-z].*") || DomainName.parse(host).isEmpty()
                    ? Optional.empty()
                    : Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private Resolver zoned(Resolver outside, Locale locale) {
        if (zones.isEmpty()) {
            return outside;
        }
        ZoneResolver zoned = ZoneOption.over(outside, zones, null, locale);
        return isNobody() ? zoned.over(new AboveZones(zoned.apexes())) : zoned;
    }

    private static DomainName ownName() {
        try {
            return DomainName.parse(InetAddress.getLocalHost().getHostName())
                    .filter(name -> name.isHostName() && name.labelCount() > 1)
                    .orElse(NAMELESS);
        } catch (UnknownHostException _) {
            return NAMELESS;
        }
    }

    /** Who was asked, for a person; empty where nothing is out of the ordinary. */
    List<String> asked(Texts texts) {
        List<String> lines = new ArrayList<>();
        if (!zones.isEmpty()) {
            String files =
                    zones.stream().map(z -> z.file().toString()).collect(Collectors.joining(", "));
            lines.add(texts.text("asked-zone", files));
        }
        if (server != null) {
            lines.add(texts.text("asked-server", server));
        }
        return lines;
    }
}
