package org.hikyaku.app.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.zones.ByHand;
import org.hikyaku.zones.PublisherSettings;

/** Reads {@code [publisher]}: how changes get into the zones. */
final class PublisherReader {

    private static final String TABLE = "publisher";
    private static final Duration MIN_TIME = Duration.ofSeconds(1);
    private static final Duration MAX_TIME = Duration.ofMinutes(10);
    private static final Duration USUAL_TIME = Duration.ofSeconds(30);

    private enum Kind {
        BY_HAND,
        ZONE_FILE,
        UPDATE,
        POWERDNS,
        COMMAND;

        static Optional<Kind> of(String text) {
            return Stream.of(values())
                    .filter(k -> k.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                    .findFirst();
        }
    }

    private final TomlText toml;
    private final Path base;

    PublisherReader(TomlText toml, Path base) {
        this.toml = toml;
        this.base = base;
    }

    PublisherSettings publisher(PublisherSettings d) throws SettingsException {
        Optional<Kind> kind =
                toml.value(
                        TABLE + ".kind",
                        "\"by-hand\", \"zone-file\", \"update\", \"powerdns\" or \"command\"",
                        Kind::of);
        if (kind.isEmpty()) {
            return d;
        }
        return switch (kind.get()) {
            case BY_HAND ->
                    new PublisherSettings.Manual(
                            toml.value(
                                            TABLE + ".style",
                                            "\"zone\", \"lines\", \"form\" or \"form-quoted\"",
                                            PublisherReader::style)
                                    .orElse(ByHand.Style.ZONE));
            case ZONE_FILE ->
                    new PublisherSettings.ZoneFile(
                            needed(
                                    "file",
                                    "the path of a zone file, with {zone} for the name",
                                    this::path),
                            words("reload", "the command that loads a zone, word by word"),
                            timeout());
            case UPDATE -> update();
            case POWERDNS ->
                    new PublisherSettings.PowerDns(
                            needed("url", "a URL such as \"http://127.0.0.1:8081\"", this::url),
                            toml.value(TABLE + ".server-id", "a name", Optional::of)
                                    .orElse("localhost"),
                            Path.of(needed("key-file", "the path of a file", this::path)),
                            timeout());
            case COMMAND -> {
                List<String> command = words("command", "a program and its arguments, word by word");
                if (command.isEmpty()) {
                    throw toml.wrong(TABLE + ".command", "must name a program");
                }
                yield new PublisherSettings.Command(command, timeout());
            }
        };
    }

    private PublisherSettings update() throws SettingsException {
        InetSocketAddress server =
                toml.value(
                                TABLE + ".server",
                                "an address such as \"192.0.2.53\" or \"127.0.0.1:5353\"",
                                Values::nameServer)
                        .orElse(null);
        Path key = Path.of(needed("key-file", "the path of a TSIG key file", this::path));
        return new PublisherSettings.Update(server, key, timeout());
    }

    private Duration timeout() throws SettingsException {
        return toml.value(
                        TABLE + ".timeout",
                        "a time from \"1s\" to \"10m\", such as \"30s\"",
                        t -> Values.duration(t, MIN_TIME, MAX_TIME))
                .orElse(USUAL_TIME);
    }

    private List<String> words(String key, String allowed) throws SettingsException {
        return toml.list(
                TABLE + "." + key,
                allowed,
                t -> t.isEmpty() ? Optional.empty() : Optional.of(t),
                List.of());
    }

    private <T> T needed(
            String key, String allowed, java.util.function.Function<String, Optional<T>> parse)
            throws SettingsException {
        Optional<T> value = toml.value(TABLE + "." + key, allowed, parse);
        return value.orElseThrow(
                () -> toml.wrong(TABLE + ".kind", "needs " + TABLE + "." + key + ": " + allowed));
    }

    private Optional<String> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(base.resolve(text).toString());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private Optional<URI> url(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<ByHand.Style> style(String text) {
        return Stream.of(ByHand.Style.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                .findFirst();
    }
}
