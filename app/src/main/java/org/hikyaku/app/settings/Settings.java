package org.hikyaku.app.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.findings.BlockLists;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterLimits;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.submission.Senders;
import org.hikyaku.zone.Publishing;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.ZonePublishers;
import org.jspecify.annotations.Nullable;

/** All that can be set. */
public record Settings(
        DomainName hostname,
        Listeners listeners,
        @Nullable Tls tls,
        CertificateSettings certificates,
        Limits limits,
        Mail mail,
        Dns dns,
        Domains domains,
        Neighbours neighbours,
        Ops ops) {

    /** Mail on its way in, from our accounts, and out. */
    public record Mail(Inbound inbound, Submission submission, Outbound outbound) {}

    /** The domains of this server. */
    public record Domains(Publish publish, Dkim dkim, Check check) {}

    /** Checking and signing for another mail server. */
    public Milter milter() {
        return neighbours.milter();
    }

    /** Port 25. */
    public Inbound inbound() {
        return mail.inbound();
    }

    /** Who may send without a login. */
    public Submission submission() {
        return mail.submission();
    }

    /** Sending. */
    public Outbound outbound() {
        return mail.outbound();
    }

    /** What the domains publish in the DNS. */
    public Publish publish() {
        return domains.publish();
    }

    /** The keys that mail is signed with. */
    public Dkim dkim() {
        return domains.dkim();
    }

    /** The look at our own domains. */
    public Check check() {
        return domains.check();
    }

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
        return withListeners(listeners.moved(offset))
                .withMilter(milter().moved(offset))
                .withOps(there);
    }

    /** The highest port that is listened on. */
    public int highestPort() {
        int highest =
                Stream.of(listeners.smtp(), listeners.submission(), listeners.submissions())
                        .flatMap(List::stream)
                        .mapToInt(InetSocketAddress::getPort)
                        .max()
                        .orElse(0);
        for (MilterSocket socket : milter().listen()) {
            highest = Math.max(highest, Milter.port(socket));
        }
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
     * @param publishers how changes of our own zones get there
     */
    public record Dns(
            List<InetSocketAddress> servers, Duration timeout, ZonePublishers publishers) {
        /** Records are published by hand. */
        public Dns(List<InetSocketAddress> servers, Duration timeout) {
            this(
                    servers,
                    timeout,
                    ZonePublishers.all(new PublisherSettings.Manual(ByHand.Style.ZONE)));
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

    /**
     * The look at our own domains.
     *
     * @param daily whether the server looks by itself
     * @param at when, in the time of this machine; null: once a day at no fixed time
     * @param connects whether mail hosts are connected to
     * @param blockLists zones of DNS blocklists (RFC 5782); none: none is asked
     */
    public record Check(
            boolean daily, @Nullable LocalTime at, boolean connects, List<DomainName> blockLists) {
        /** Copies the list. */
        public Check {
            blockLists = List.copyOf(blockLists);
        }
    }

    /**
     * Checking and signing for another mail server.
     *
     * @param listen where; none: not at all
     * @param socketMode who may use UNIX sockets
     * @param socketGroup whose they are, or null for that of the process
     * @param internalNetworks clients whose mail is signed, not checked
     * @param daemons names of the other server's ports whose mail is signed, not checked
     * @param authservId the name that results carry; null for that of the host
     */
    public record Milter(
            List<MilterSocket> listen,
            Set<PosixFilePermission> socketMode,
            @Nullable String socketGroup,
            List<IpNet> internalNetworks,
            Set<String> daemons,
            @Nullable String authservId,
            MilterRules.Options options,
            int maxConnections) {

        /** Copies what may change. */
        public Milter {
            listen = List.copyOf(listen);
            socketMode = Set.copyOf(socketMode);
            internalNetworks = List.copyOf(internalNetworks);
            daemons = Set.copyOf(daemons);
        }

        /** Where nothing else is said: not at all. */
        public static final Milter STANDARD =
                new Milter(
                        List.of(),
                        PosixFilePermissions.fromString("rw-rw----"),
                        null,
                        List.of(IpNet.of("127.0.0.0/8"), IpNet.of("::1")),
                        Set.of(),
                        null,
                        MilterRules.Options.STANDARD,
                        MilterLimits.STANDARD.connections());

        /** With other sockets. */
        public Milter withListen(List<MilterSocket> others) {
            return new Milter(
                    others,
                    socketMode,
                    socketGroup,
                    internalNetworks,
                    daemons,
                    authservId,
                    options,
                    maxConnections);
        }

        /** The same sockets with their ports moved up. */
        Milter moved(int offset) {
            return withListen(listen.stream().map(socket -> moved(socket, offset)).toList());
        }

        private static MilterSocket moved(MilterSocket socket, int offset) {
            return switch (socket) {
                case MilterSocket.Inet inet ->
                        inet.port() == 0
                                ? inet
                                : new MilterSocket.Inet(
                                        inet.port() + offset, inet.host(), inet.ipv6());
                case MilterSocket.Unix unix -> unix;
            };
        }

        private static int port(MilterSocket socket) {
            return socket instanceof MilterSocket.Inet inet ? inet.port() : 0;
        }
    }

    /** Watching. Null: no such port. */
    public record Ops(@Nullable InetSocketAddress address, String logLevel) {}

    /**
     * Programs beside this one.
     *
     * @param milter checking and signing for a mail server that stays
     * @param delivery who keeps the mailboxes
     * @param logins who knows the passwords, or null for the accounts of this server
     * @param watch the log of a Postfix that stays, or null
     */
    public record Neighbours(
            Milter milter,
            DeliverySettings delivery,
            @Nullable Dovecot logins,
            @Nullable Watch watch) {
        /** There are none. */
        public static final Neighbours NONE =
                new Neighbours(Milter.STANDARD, DeliverySettings.OWN, null, null);

        Neighbours with(Milter other) {
            return new Neighbours(other, delivery, logins, watch);
        }
    }

    /** Where the log of a Postfix is. */
    public sealed interface Watch {
        /** A file of syslog. */
        record File(Path path) implements Watch {}

        /** The journal of systemd. */
        record Journal() implements Watch {}
    }

    /**
     * A Dovecot that decides about logins.
     *
     * @param where its authentication socket
     * @param domain of logins that have none, or null
     * @param senders in whose name they may write
     */
    public record Dovecot(
            StreamAddress where, @Nullable DomainName domain, Senders.Width senders) {}

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
                new Mail(
                        new Inbound(Profile.STANDARD),
                        new Submission(List.of()),
                        new Outbound(null, 25, 100, 20, Duration.ofDays(5))),
                new Dns(List.of(), Duration.ofSeconds(5)),
                new Domains(
                        new Publish(List.of(), Publishing.STANDARD, Map.of()),
                        new Dkim(null, false),
                        new Check(true, null, true, BlockLists.usual())),
                Neighbours.NONE,
                new Ops(new InetSocketAddress("127.0.0.1", 8025), "info"));
    }

    /** With other addresses to listen at. */
    public Settings withListeners(Listeners others) {
        return new Settings(
                hostname, others, tls, certificates, limits, mail, dns, domains, neighbours, ops);
    }

    /** With another port for watching. */
    public Settings withOps(Ops other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                certificates,
                limits,
                mail,
                dns,
                domains,
                neighbours,
                other);
    }

    /** With another milter. */
    public Settings withMilter(Milter other) {
        return withNeighbours(neighbours.with(other));
    }

    /** With other programs beside this one. */
    public Settings withNeighbours(Neighbours others) {
        return new Settings(
                hostname, listeners, tls, certificates, limits, mail, dns, domains, others, ops);
    }

    /** With other rules for strangers. */
    public Settings withInbound(Inbound other) {
        return withMail(new Mail(other, submission(), outbound()));
    }

    /** With another way to send. */
    public Settings withOutbound(Outbound other) {
        return withMail(new Mail(inbound(), submission(), other));
    }

    private Settings withMail(Mail other) {
        return new Settings(
                hostname,
                listeners,
                tls,
                certificates,
                limits,
                other,
                dns,
                domains,
                neighbours,
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
                mail,
                dns,
                domains,
                neighbours,
                ops);
    }

    /** With other certificates. */
    public Settings withCertificates(CertificateSettings other) {
        return new Settings(
                hostname, listeners, tls, other, limits, mail, dns, domains, neighbours, ops);
    }
}
