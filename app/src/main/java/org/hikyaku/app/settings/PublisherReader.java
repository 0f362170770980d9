package org.hikyaku.app.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.ZonePublishers;

/** Reads {@code [dns.publisher]} and {@code [[zones]]}. */
final class PublisherReader {

    private static final String USUAL = "dns.publisher";
    private static final String ZONES = "zones";
    private static final Duration MIN_TIME = Duration.ofSeconds(1);
    private static final Duration MAX_TIME = Duration.ofMinutes(10);
    private static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

    private static final Pattern SERVER_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final String KINDS =
            "\"by-hand\", \"zone-file\", \"update\", \"powerdns\" or \"command\"";

    private enum Kind {
        BY_HAND,
        ZONE_FILE,
        UPDATE,
        POWERDNS,
        COMMAND
    }

    private final TomlText toml;
    private final Function<String, Optional<Path>> path;
    private final String kindKey;

    private final String table;

    private PublisherReader(
            TomlText toml, Function<String, Optional<Path>> path, String table, String kindKey) {
        this.toml = toml;
        this.path = path;
        this.table = table;
        this.kindKey = table + "." + kindKey;
    }

    /** Reads from {@code toml}; {@code path} takes paths from the folder of the settings. */
    static ZonePublishers all(TomlText toml, Function<String, Optional<Path>> path)
            throws SettingsException {
        PublisherReader usual = new PublisherReader(toml, path, USUAL, "kind");
        PublisherSettings common = usual.read(usual.kind().orElse(Kind.BY_HAND));
        Map<DomainName, PublisherSettings> zones = new HashMap<>();
        for (String table : toml.tablesOf(ZONES)) {
            PublisherReader reader = new PublisherReader(toml, path, table, "publisher");
            DomainName name = reader.name();
            PublisherSettings settings =
                    reader.read(
                            reader.kind()
                                    .orElseThrow(
                                            () ->
                                                    toml.wrong(
                                                            reader.kindKey,
                                                            "is missing: it must be " + KINDS)));
            if (zones.put(name, settings) != null) {
                throw toml.wrong(table + ".name", name + " has a table already");
            }
        }
        return new ZonePublishers(common, zones);
    }

    private DomainName name() throws SettingsException {
        String key = table + ".name";
        String allowed = "the name of a zone, such as \"example.com\"";
        return toml.value(key, allowed, t -> DomainName.parse(t).filter(name -> !name.isRoot()))
                .orElseThrow(() -> toml.wrong(key, "is missing: it must be " + allowed));
    }

    private Optional<Kind> kind() throws SettingsException {
        return toml.value(kindKey, KINDS, t -> word(Kind.class, t));
    }

    private PublisherSettings read(Kind kind) throws SettingsException {
        // All are asked for, so that one that does not fit the kind is told as such.
        Table v = new Table();
        return switch (kind) {
            case BY_HAND -> new PublisherSettings.Manual(v.style);
            case ZONE_FILE ->
                    new PublisherSettings.ZoneFile(
                            required(v.file, "file", kind),
                            v.reload,
                            v.namedConf.orElse(null),
                            v.timeout);
            case UPDATE ->
                    new PublisherSettings.Update(
                            v.server.orElse(null),
                            required(v.keyFile, "key-file", kind),
                            v.timeout);
            case POWERDNS ->
                    new PublisherSettings.PowerDns(
                            v.url, v.serverId, required(v.keyFile, "key-file", kind), v.timeout);
            case COMMAND -> {
                if (v.command.isEmpty()) {
                    throw missing("command", kind);
                }
                yield new PublisherSettings.Command(v.command, v.timeout);
            }
        };
    }

    /** All that may stand in the table. */
    private final class Table {
        final ByHand.Style style;
        final Optional<String> file;
        final List<String> reload;
        final Optional<Path> namedConf;
        final Optional<InetSocketAddress> server;
        final Optional<Path> keyFile;
        final URI url;
        final String serverId;
        final List<String> command;
        final Duration timeout;

        Table() throws SettingsException {
            style =
                    toml.value(
                                    table + ".style",
                                    "\"zone\", \"lines\", \"form\" or \"form-quoted\"",
                                    t -> word(ByHand.Style.class, t))
                            .orElse(ByHand.Style.ZONE);
            file =
                    toml.value(
                            table + ".file",
                            "the path of a zone file, with {zone} for the zone's name",
                            t -> path.apply(t).map(Path::toString));
            reload =
                    toml.list(
                            table + ".reload",
                            "a program and its arguments",
                            Values::argument,
                            List.of("rndc", "reload", PublisherSettings.ZONE));
            namedConf = toml.value(table + ".named-conf", "the path of BIND's named.conf", path);
            server =
                    toml.value(
                            table + ".server",
                            "an address such as \"192.0.2.53\" or \"[2001:db8::53]:53\"",
                            Values::nameServer);
            keyFile = toml.value(table + ".key-file", "the path of a file with mode 600", path);
            url =
                    toml.value(
                                    table + ".url",
                                    "a URL such as \"http://127.0.0.1:8081\"; without TLS on loopback only",
                                    PublisherReader::url)
                            .orElse(URI.create("http://127.0.0.1:8081"));
            serverId =
                    toml.value(
                                    table + ".server-id",
                                    "the id of the server, nearly always \"localhost\"",
                                    t -> Optional.of(t).filter(i -> SERVER_ID.matcher(i).matches()))
                            .orElse("localhost");
            command =
                    toml.list(
                            table + ".command",
                            "a program and its arguments",
                            Values::argument,
                            List.of());
            timeout =
                    toml.value(
                                    table + ".timeout",
                                    "a time from \"1s\" to \"10m\", such as \"30s\"",
                                    t -> Values.duration(t, MIN_TIME, MAX_TIME))
                            .orElse(DEFAULT_TIME);
        }
    }

    private <T> T required(Optional<T> value, String key, Kind kind) throws SettingsException {
        return value.orElseThrow(() -> missing(key, kind));
    }

    private SettingsException missing(String key, Kind kind) {
        return toml.wrong(
                kindKey,
                "\"" + word(kind) + "\" needs " + TomlText.shown(table + "." + key) + " as well");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> Optional<E> word(Class<E> type, String text) {
        for (E value : type.getEnumConstants()) {
            if (word(value).equals(text)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** The API key must not pass over a network in the clear. */
    private static Optional<URI> url(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (host == null || uri.getUserInfo() != null) {
                return Optional.empty();
            }
            boolean loopback =
                    host.equals("localhost")
                            || IpNet.address(host.replaceAll("[\\[\\]]", ""))
                                    .filter(InetAddress::isLoopbackAddress)
                                    .isPresent();
            boolean safe = "https".equals(uri.getScheme());
            return safe || ("http".equals(uri.getScheme()) && loopback)
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
