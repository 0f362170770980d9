package org.hikyaku.app.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads {@code hikyaku.toml}. What it does not set stays as {@link Settings#standard} has it. */
public final class SettingsReader {

    /** The commented file has 5 KB. */
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final String text;
    private final JsonNode root;
    private final Set<String> known = new HashSet<>();

    private SettingsReader(Path file, String text, JsonNode root) {
        this.file = file;
        this.text = text;
        this.root = root;
    }

    /** Reads {@code file}; paths in it are taken from its folder. */
    public static Settings read(Path file) throws SettingsException {
        String text = text(file);
        JsonNode root;
        try {
            root = new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new SettingsException(
                    file + ":" + line + ": this is not TOML: " + e.getOriginalMessage());
        }
        return new SettingsReader(file, text, root).settings();
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
        } catch (IOException e) {
            throw new SettingsException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private Settings settings() throws SettingsException {
        DomainName hostname =
                value("hostname", "a host name such as \"mail.example.com\"", this::hostname)
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
                        new Settings.Limits(
                                value(
                                                "limits.max-message",
                                                "a size such as \"50MiB\"",
                                                Values::size)
                                        .orElse(d.limits().maxMessageBytes()),
                                number(
                                        "limits.max-recipients",
                                        100,
                                        100_000,
                                        d.limits().maxRecipients()),
                                number(
                                        "limits.max-connections",
                                        1,
                                        100_000,
                                        d.limits().maxConnections()),
                                number(
                                        "limits.max-connections-per-address",
                                        1,
                                        100_000,
                                        d.limits().maxConnectionsPerAddress())),
                        new Settings.Inbound(
                                value(
                                                "inbound.profile",
                                                "\"default\" or \"gmail\"",
                                                SettingsReader::profile)
                                        .orElse(d.inbound().profile())),
                        new Settings.Submission(
                                list(
                                        "submission.trusted-networks",
                                        "networks such as \"10.0.0.0/8\"",
                                        SettingsReader::network,
                                        d.submission().trustedNetworks())),
                        outbound(d.outbound()),
                        new Settings.Dns(
                                addresses("dns.servers", d.dns().servers()),
                                value("dns.timeout", "a time such as \"5s\"", Values::duration)
                                        .orElse(d.dns().timeout())),
                        ops(d.ops()));
        requireKnown("", root);
        return settings;
    }

    private Settings.@Nullable Tls tls() throws SettingsException {
        Path certificate =
                value("tls.certificate", "the path of a PEM file", this::path).orElse(null);
        Path key = value("tls.key", "the path of a PEM file", this::path).orElse(null);
        if ((certificate == null) != (key == null)) {
            throw wrong(
                    certificate == null ? "tls.key" : "tls.certificate",
                    "tls.certificate and tls.key go together");
        }
        return certificate == null || key == null ? null : new Settings.Tls(certificate, key);
    }

    private Settings.Outbound outbound(Settings.Outbound d) throws SettingsException {
        return new Settings.Outbound(
                value(
                                "outbound.relay",
                                "host:port",
                                t ->
                                        t.matches(
                                                        "[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+\\]:[0-9]{1,5}")
                                                ? Optional.of(t)
                                                : Optional.empty())
                        .orElse(d.relay()),
                number("outbound.port", 1, 65535, d.port()),
                number("outbound.max-connections", 1, 10_000, d.maxConnections()),
                number("outbound.max-connections-per-domain", 1, 1000, d.maxConnectionsPerDomain()),
                value("outbound.lifetime", "a time such as \"5d\"", Values::duration)
                        .orElse(d.lifetime()));
    }

    private Settings.Ops ops(Settings.Ops d) throws SettingsException {
        InetSocketAddress address = d.address();
        if (node("ops.address") != null) {
            address =
                    value(
                                    "ops.address",
                                    "an address such as \"127.0.0.1:8025\", or \"none\"",
                                    t ->
                                            t.equals("none")
                                                    ? Optional.of(new InetSocketAddress(0))
                                                    : Values.address(t))
                            .orElse(null);
            if (address != null
                    && address.getPort() == 0
                    && address.getAddress().isAnyLocalAddress()) {
                address = null;
            }
        }
        String level =
                value(
                                "ops.log-level",
                                "\"debug\", \"info\", \"warn\" or \"error\"",
                                t ->
                                        t.matches("debug|info|warn|error")
                                                ? Optional.of(t)
                                                : Optional.empty())
                        .orElse(d.logLevel());
        return new Settings.Ops(address, level);
    }

    private Optional<DomainName> hostname(String text) {
        try {
            DomainName name = DomainName.of(text);
            return name.isHostName() && name.labelCount() > 1
                    ? Optional.of(name)
                    : Optional.empty();
        } catch (IllegalNameException _) {
            return Optional.empty();
        }
    }

    private Optional<Path> path(String text) {
        return Optional.of(file.toAbsolutePath().resolveSibling(text));
    }

    private static Optional<Settings.Profile> profile(String text) {
        return switch (text) {
            case "default" -> Optional.of(Settings.Profile.STANDARD);
            case "gmail" -> Optional.of(Settings.Profile.GMAIL);
            default -> Optional.empty();
        };
    }

    private static Optional<IpNet> network(String text) {
        try {
            return Optional.of(IpNet.of(text));
        } catch (IllegalNameException _) {
            return Optional.empty();
        }
    }

    private @Nullable JsonNode node(String key) {
        known.add(key);
        JsonNode at = root;
        for (String part : key.split("\\.")) {
            at = at.get(part);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private <T> Optional<T> value(String key, String allowed, Function<String, Optional<T>> parse)
            throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw wrong(key, "must be " + allowed + " in quotes");
        }
        Optional<T> parsed = parse.apply(node.stringValue());
        if (parsed.isEmpty()) {
            throw wrong(
                    key,
                    "\""
                            + Printable.of(node.stringValue(), 60)
                            + "\" is not allowed: it must be "
                            + allowed);
        }
        return parsed;
    }

    private int number(String key, int min, int max, int fallback) throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
            throw wrong(key, "must be a number from " + min + " to " + max);
        }
        return node.intValue();
    }

    private List<InetSocketAddress> addresses(String key, List<InetSocketAddress> fallback)
            throws SettingsException {
        return list(
                key,
                "addresses such as \"192.0.2.1:25\", \"[2001:db8::1]:25\" or \"*:25\"",
                Values::address,
                fallback);
    }

    private <T> List<T> list(
            String key, String allowed, Function<String, Optional<T>> parse, List<T> fallback)
            throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isArray()) {
            throw wrong(key, "must be a list of " + allowed);
        }
        List<T> values = new ArrayList<>();
        for (JsonNode element : node) {
            Optional<T> parsed =
                    element.isString() ? parse.apply(element.stringValue()) : Optional.empty();
            values.add(parsed.orElseThrow(() -> wrong(key, "must be a list of " + allowed)));
        }
        return List.copyOf(values);
    }

    /** A key that nobody asked for is a mistake in writing. */
    private void requireKnown(String prefix, JsonNode at) throws SettingsException {
        for (String name : at.propertyNames()) {
            String key = prefix.isEmpty() ? name : prefix + "." + name;
            JsonNode child = at.get(name);
            if (child.isObject() && known.stream().anyMatch(k -> k.startsWith(key + "."))) {
                requireKnown(key, child);
            } else if (!known.contains(key)) {
                throw wrong(key, "there is no such setting" + nearest(key));
            }
        }
    }

    private String nearest(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return known.stream()
                .filter(k -> k.endsWith("." + last) || k.contains(last))
                .sorted()
                .findFirst()
                .map(k -> " (is " + k + " meant?)")
                .orElse("");
    }

    private SettingsException wrong(String key, String what) {
        return new SettingsException(file + ":" + line(key) + ": " + key + ": " + what);
    }

    /** The line of a key: the first after its table's header that begins with its name. */
    private int line(String key) {
        int dot = key.lastIndexOf('.');
        String table = dot < 0 ? "" : key.substring(0, dot);
        String name = key.substring(dot + 1);
        boolean inTable = table.isEmpty();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (stripped.startsWith("[")) {
                inTable =
                        stripped.equals("[" + table + "]")
                                || table.isEmpty() && stripped.equals("[" + name + "]");
                if (table.isEmpty() && inTable) {
                    return number;
                }
            } else if (inTable
                    && stripped.replace("\"", "").matches(Pattern.quote(name) + "\\s*=.*")) {
                return number;
            }
        }
        return 1;
    }
}
