package org.hikyaku.app.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.zone.Publishing;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;
import org.jspecify.annotations.Nullable;

/** All that can be set. */
public record Settings(
        DomainName hostname,
        Listeners listeners,
        @Nullable Tls tls,
        CertificateSettings certificates,
        Limits limits,
        Inbound inbound,
        Submission submission,
        Outbound outbound,
        Dns dns,
        Publish publish,
        Dkim dkim,
        Ops ops) {

    /**
     * Where to listen. An empty list: not at all.
     *
     * @param smtp for other servers
     * @param submission for our accounts, STARTTLS
     * @param submissions for our accounts, TLS from the start
     */
    public record Listeners(
            List<InetSocketAddress> smtp,
            List<InetSocketAddress> submission,
            List<InetSocketAddress> submissions) {
        /** The same addresses with their ports moved up. */
        public Listeners moved(int offset) {
            return new Listeners(
                    moved(smtp, offset), moved(submission, offset), moved(submissions, offset));
        }

        private static List<InetSocketAddress> moved(List<InetSocketAddress> all, int offset) {
            return all.stream().map(a -> Settings.moved(a, offset)).toList();
        }
    }

    /** Port 0 is any free one, and stays so. */
    private static InetSocketAddress moved(InetSocketAddress address, int offset) {
        return address.getPort() == 0
                ? address
                : new InetSocketAddress(address.getAddress(), address.getPort() + offset);
    }

    /** All ports moved up, that for watching too. */
    public Settings moved(int offset) {
        InetSocketAddress watched = ops.address();
        Ops there = new Ops(watched == null ? null : moved(watched, offset), ops.logLevel());
        return withListeners(listeners.moved(offset)).withOps(there);
    }

    /** The highest port that is listened on. */
    public int highestPort() {
        int highest =
                Stream.of(listeners.smtp(), listeners.submission(), listeners.submissions())
                        .flatMap(List::stream)
                        .mapToInt(InetSocketAddress::getPort)
                        .max()
                        .orElse(0);
        return ops.address() == null ? highest : Math.max(highest, ops.address().getPort());
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** What one peer may use. */
    public record Limits(
            long maxMessageBytes,
            int maxRecipients,
            int maxConnections,
            int maxConnectionsPerAddress) {}

    /**
     * Port 25.
     *
     * @param dmarc what DMARC leads to in the default profile; the other always enforces it
     */
    public record Inbound(Profile profile, Dmarc dmarc) {
        /** With DMARC as RFC 9989 has it. */
        public Inbound(Profile profile) {
            this(profile, Dmarc.ENFORCE);
        }
    }

    /** What a failed DMARC check leads to. */
    public enum Dmarc {
        /** RFC 9989 section 7.4: p=reject rejects only where something else speaks against it. */
        ENFORCE,
        /** RFC 7489: what the author's domain asks for, to the letter. */
        STRICT,
        /** It is only written down. */
        OBSERVE
    }

    /** What is asked of strangers. */
    public enum Profile {
        /** What the author's domain asks for. */
        STANDARD,
        /** What Gmail asks for as well. */
        GMAIL
    }

    /** Who may send without a login. */
    public record Submission(List<IpNet> trustedNetworks) {}

    /**
     * Sending.
     *
     * @param relay host:port for all mail, or null
     * @param port of other hosts
     */
    public record Outbound(
            @Nullable String relay,
            int port,
            int maxConnections,
            int maxConnectionsPerDomain,
            Duration lifetime) {}

    /**
     * The DNS.
     *
     * @param servers who is asked; none: those of the system
     * @param publisher how changes of our own zones get there
     */
    public record Dns(
            List<InetSocketAddress> servers, Duration timeout, PublisherSettings publisher) {
        /** Records are published by hand. */
        public Dns(List<InetSocketAddress> servers, Duration timeout) {
            this(servers, timeout, new PublisherSettings.Manual(ByHand.Style.ZONE));
        }
    }

    /**
     * What the domains publish in the DNS.
     *
     * @param addresses of this server as the world sees them; empty: those that the DNS has
     * @param common for all domains
     * @param domains what differs for some
     */
    public record Publish(
            List<InetAddress> addresses, Publishing common, Map<DomainName, Publishing> domains) {
        /** Copies what may change. */
        public Publish {
            addresses = List.copyOf(addresses);
            domains = Map.copyOf(domains);
        }

        /** What {@code domain} publishes. */
        public Publishing of(DomainName domain) {
            return domains.getOrDefault(domain, common);
        }
    }

    /**
     * The keys that mail is signed with.
     *
     * @param rotateAfter how long a key signs before it gets a successor; null: until somebody says
     *     so
     * @param approval whether a person has to agree before a new key signs
     */
    public record Dkim(@Nullable Duration rotateAfter, boolean approval) {}

    /** Watching. Null: no such port. */
    public record Ops(@Nullable InetSocketAddress address, String logLevel) {}

    /** The settings of a server called {@code hostname} where nothing else is said. */
    public static Settings standard(DomainName hostname) {
        return new Settings(
                hostname,
                new Listeners(
                        List.of(new InetSocketAddress(25)),
                        List.of(new InetSocketAddress(587)),
                        List.of(new InetSocketAddress(465))),
                null,
                CertificateSettings.NONE,
                new Limits(50L << 20, 1000, 2000, 100),
                new Inbound(Profile.STANDARD),
                new Submission(List.of()),
                new Outbound(null, 25, 100, 20, Duration.ofDays(5)),
                new Dns(List.of(), Duration.ofSeconds(5)),
                new Publish(List.of(), Publishing.STANDARD, Map.of()),
                new Dkim(null, false),
                new Ops(new InetSocketAddress("127.0.0.1", 8025), "info"));
    }

    /** With other addresses to listen at. */
    public Settings withListeners(Listeners others) {
        return new Settings(
                hostname,
                others,
                tls,
                certificates,
                limits,
                inbound,
                submission,
                outbound,
                dns,
                publish,
                dkim,
                ops);
    }

    /** With another port for watching. */
    public Settings withOps(Ops other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                certificates,
                limits,
                inbound,
                submission,
                outbound,
                dns,
                publish,
                dkim,
                other);
    }

    /** With other rules for strangers. */
    public Settings withInbound(Inbound other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                certificates,
                limits,
                other,
                submission,
                outbound,
                dns,
                publish,
                dkim,
                ops);
    }

    /** With another way to send. */
    public Settings withOutbound(Outbound other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                certificates,
                limits,
                inbound,
                submission,
                other,
                dns,
                publish,
                dkim,
                ops);
    }

    /** With another certificate. */
    public Settings withTls(@Nullable Tls other) {
        return new Settings(
                hostname,
                listeners,
                other,
                certificates,
                limits,
                inbound,
                submission,
                outbound,
                dns,
                publish,
                dkim,
                ops);
    }

    /** With other certificates. */
    public Settings withCertificates(CertificateSettings other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                other,
                limits,
                inbound,
                submission,
                outbound,
                dns,
                publish,
                dkim,
                ops);
    }
}
