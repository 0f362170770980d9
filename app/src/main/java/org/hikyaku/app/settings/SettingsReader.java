package org.hikyaku.app.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/** Reads {@code hikyaku.toml}. What it does not set stays as {@link Settings#standard} has it. */
public final class SettingsReader {

    /** The commented file has 5 KB. */
    private static final long MAX_BYTES = 1 << 20;

    /** RFC 5321 section 4.5.3.1.7: at least 64 KiB. */
    private static final long MIN_MESSAGE_BYTES = 64 << 10;

    /** A message is never whole in memory, but it is on the disk. */
    private static final long MAX_MESSAGE_BYTES = 2L << 30;

    private static final Duration MIN_DNS_TIME = Duration.ofMillis(100);
    private static final Duration MAX_DNS_TIME = Duration.ofSeconds(30);

    /** Shorter than a network's bad hour would bounce mail for nothing. */
    private static final Duration MIN_LIFETIME = Duration.ofHours(1);

    private static final Duration MAX_LIFETIME = Duration.ofDays(30);

    /** A key lives on for a queue's lifetime after it was replaced. */
    private static final Duration MIN_KEY_LIFE = Duration.ofDays(30);

    private static final Duration MAX_KEY_LIFE = Duration.ofDays(3650);

    private static final Pattern DAILY = Pattern.compile("on|off|([01][0-9]|2[0-3]):[0-5][0-9]");

    private static final Set<String> LOG_LEVELS = Set.of("debug", "info", "warn", "error");

    private final Path file;
    private final TomlText toml;

    private SettingsReader(Path file, TomlText toml) {
        this.file = file;
        this.toml = toml;
    }

    /**
     * Reads {@code file}; paths in it are taken from its folder.
     *
     * @throws SettingsException one line: file, line, key, and what is allowed
     */
    public static Settings read(Path file) throws SettingsException {
        return parse(file, text(file));
    }

    /** Reads {@code text} as if it stood in {@code file}. */
    static Settings parse(Path file, String text) throws SettingsException {
        return new SettingsReader(file, TomlText.parse(file, text)).settings();
    }

    private static String text(Path file) throws SettingsException {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                throw new SettingsException(file + ": longer than " + MAX_BYTES + " octets");
            }
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new SettingsException(
                    file
                            + ": there is no such file; make a data folder with: hikyaku quickstart you@example.com --dir FOLDER");
        } catch (MalformedInputException _) {
            throw new SettingsException(file + ": this is not UTF-8 text");
        } catch (AccessDeniedException _) {
            throw new SettingsException(
                    file + ": may not be read by this user: run this as the user who owns it");
        } catch (IOException e) {
            throw new SettingsException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private Settings settings() throws SettingsException {
        DomainName hostname =
                toml.value(
                                "hostname",
                                "a host name such as \"mail.example.com\"",
                                SettingsReader::hostname)
                        .orElse(null);
        if (hostname == null) {
            throw new SettingsException(
                    file
                            + ": hostname is missing: give the name of this host, such as hostname = \"mail.example.com\"");
        }
        Settings d = Settings.standard(hostname);
        Settings settings =
                new Settings(
                        hostname,
                        new Settings.Listeners(
                                addresses("listen.smtp", d.listeners().smtp()),
                                addresses("listen.submission", d.listeners().submission()),
                                addresses("listen.submissions", d.listeners().submissions())),
                        tls(),
                        new CertificateReader(toml, this::path).read(),
                        limits(d.limits()),
                        mail(d.mail()),
                        dns(d.dns()),
                        new Settings.Domains(
                                new PublishReader(toml).publish(d.publish()),
                                dkim(),
                                check(d.check())),
                        new NeighbourReader(toml, this::path)
                                .neighbours(new MilterReader(toml).read(d.milter())),
                        ops(d.ops()));
        toml.requireAllAsked();
        return settings;
    }

    private Settings.@Nullable Tls tls() throws SettingsException {
        Path certificate =
                toml.value("tls.certificate", "the path of a PEM file", this::path).orElse(null);
        Path key = toml.value("tls.key", "the path of a PEM file", this::path).orElse(null);
        if ((certificate == null) != (key == null)) {
            throw toml.wrong(
                    certificate == null ? "tls.key" : "tls.certificate",
                    "tls.certificate and tls.key go together");
        }
        return certificate == null || key == null ? null : new Settings.Tls(certificate, key);
    }

    private Settings.Limits limits(Settings.Limits d) throws SettingsException {
        long messageBytes =
                toml.value(
                                "limits.max-message",
                                "a size from \"64KiB\" to \"2GiB\", such as \"50MiB\"",
                                t -> Values.size(t, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES))
                        .orElse(d.maxMessageBytes());
        return new Settings.Limits(
                messageBytes,
                // RFC 5321 section 4.5.3.1.8: at least 100.
                toml.number("limits.max-recipients", 100, 100_000, d.maxRecipients()),
                toml.number("limits.max-connections", 1, 100_000, d.maxConnections()),
                toml.number(
                        "limits.max-connections-per-address",
                        1,
                        100_000,
                        d.maxConnectionsPerAddress()));
    }

    private Settings.Mail mail(Settings.Mail d) throws SettingsException {
        return new Settings.Mail(
                inbound(d.inbound()),
                new Settings.Submission(
                        toml.list(
                                "submission.trusted-networks",
                                "networks such as \"10.0.0.0/8\"",
                                SettingsReader::network,
                                d.submission().trustedNetworks())),
                outbound(d.outbound()));
    }

    private Settings.Inbound inbound(Settings.Inbound d) throws SettingsException {
        return new Settings.Inbound(
                toml.value("inbound.profile", "\"default\" or \"gmail\"", SettingsReader::profile)
                        .orElse(d.profile()),
                toml.value(
                                "inbound.dmarc",
                                "\"enforce\", \"strict\" or \"observe\"",
                                SettingsReader::dmarc)
                        .orElse(d.dmarc()));
    }

    private Settings.Outbound outbound(Settings.Outbound d) throws SettingsException {
        return new Settings.Outbound(
                toml.value(
                                "outbound.relay",
                                "\"host:port\", such as \"relay.example.net:25\"",
                                Values::relay)
                        .orElse(d.relay()),
                toml.number("outbound.port", 1, 65535, d.port()),
                toml.number("outbound.max-connections", 1, 10_000, d.maxConnections()),
                toml.number(
                        "outbound.max-connections-per-domain",
                        1,
                        1000,
                        d.maxConnectionsPerDomain()),
                toml.value(
                                "outbound.lifetime",
                                "a time from \"1h\" to \"30d\", such as \"5d\"",
                                t -> Values.duration(t, MIN_LIFETIME, MAX_LIFETIME))
                        .orElse(d.lifetime()));
    }

    private Settings.Dns dns(Settings.Dns d) throws SettingsException {
        return new Settings.Dns(
                toml.list(
                        "dns.servers",
                        "addresses such as \"127.0.0.1\" or \"[2001:db8::53]:53\"",
                        Values::nameServer,
                        d.servers()),
                toml.value(
                                "dns.timeout",
                                "a time from \"100ms\" to \"30s\", such as \"5s\"",
                                t -> Values.duration(t, MIN_DNS_TIME, MAX_DNS_TIME))
                        .orElse(d.timeout()),
                PublisherReader.all(toml, this::path));
    }

    private Settings.Dkim dkim() throws SettingsException {
        // Optional in Optional, as below.
        Optional<Optional<Duration>> rotate =
                toml.value(
                        "dkim.rotate",
                        "a time from \"30d\" to \"3650d\", such as \"365d\", or \"never\"",
                        t ->
                                t.equals("never")
                                        ? Optional.of(Optional.empty())
                                        : Values.duration(t, MIN_KEY_LIFE, MAX_KEY_LIFE)
                                                .map(Optional::of));
        boolean approval =
                toml.value(
                                "dkim.switch",
                                "\"automatic\" or \"approved\"",
                                t ->
                                        switch (t) {
                                            case "automatic" -> Optional.of(false);
                                            case "approved" -> Optional.of(true);
                                            default -> Optional.empty();
                                        })
                        .orElse(false);
        return new Settings.Dkim(rotate.flatMap(r -> r).orElse(null), approval);
    }

    private Settings.Check check(Settings.Check d) throws SettingsException {
        String daily =
                toml.value(
                                "check.daily",
                                "\"on\", \"off\" or a time such as \"04:30\"",
                                t -> Optional.of(t).filter(DAILY.asMatchPredicate()))
                        .orElse("on");
        boolean timed = daily.contains(":");
        return new Settings.Check(
                !daily.equals("off"),
                timed ? LocalTime.parse(daily) : null,
                toml.flag("check.connect", d.connects()),
                toml.list(
                        "check.blocklists",
                        "DNS blocklists such as \"zen.spamhaus.org\"",
                        t -> DomainName.parse(t).filter(name -> name.labelCount() > 1),
                        d.blockLists()));
    }

    private Settings.Ops ops(Settings.Ops d) throws SettingsException {
        // Optional in Optional: "none" is an answer, and another than no answer.
        Optional<Optional<InetSocketAddress>> address =
                toml.value(
                        "ops.address",
                        "an address such as \"127.0.0.1:8025\", or \"none\"",
                        t ->
                                t.equals("none")
                                        ? Optional.of(Optional.empty())
                                        : Values.address(t).map(Optional::of));
        String level =
                toml.value(
                                "ops.log-level",
                                "\"debug\", \"info\", \"warn\" or \"error\"",
                                t -> Optional.of(t).filter(LOG_LEVELS::contains))
                        .orElse(d.logLevel());
        return new Settings.Ops(
                address.isPresent() ? address.get().orElse(null) : d.address(), level);
    }

    private List<InetSocketAddress> addresses(String key, List<InetSocketAddress> fallback)
            throws SettingsException {
        return toml.list(
                key,
                "addresses such as \"192.0.2.1:25\", \"[2001:db8::1]:25\" or \"*:25\"",
                Values::address,
                fallback);
    }

    private static Optional<DomainName> hostname(String text) {
        return DomainName.parse(text).filter(n -> n.isHostName() && n.labelCount() > 1);
    }

    private Optional<Path> path(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(file.toAbsolutePath().resolveSibling(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<Settings.Profile> profile(String text) {
        return switch (text) {
            case "default" -> Optional.of(Settings.Profile.STANDARD);
            case "gmail" -> Optional.of(Settings.Profile.GMAIL);
            default -> Optional.empty();
        };
    }

    private static Optional<Settings.Dmarc> dmarc(String text) {
        return switch (text) {
            case "enforce" -> Optional.of(Settings.Dmarc.ENFORCE);
            case "strict" -> Optional.of(Settings.Dmarc.STRICT);
            case "observe" -> Optional.of(Settings.Dmarc.OBSERVE);
            default -> Optional.empty();
        };
    }

    /** A network that is not the whole world: that would be an open relay. */
    static Optional<IpNet> network(String text) {
        try {
            return Optional.of(IpNet.of(text)).filter(n -> n.prefixLength() > 0);
        } catch (IllegalNameException _) {
            return Optional.empty();
        }
    }
}
