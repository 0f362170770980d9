package org.hikyaku.app.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.submission.Senders;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is said of the programs beside this one: {@code [deliver]}, {@code [watch]} and the
 * part of {@code [submission]} that is about Dovecot.
 */
final class NeighbourReader {

    private static final String DELIVER = "deliver";
    private static final String WHERE =
            "\"unix:/path\", \"host:port\", or \"none\" for mailboxes of this server";

    /** RFC 5322 section 2.2; short, since it goes before the message as it is. */
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,60}: [\\x20-\\x7e]{1,200}");

    private final TomlText toml;
    private final Function<String, Optional<Path>> path;

    /** Reads from {@code toml}; {@code path} takes paths from the folder of the settings. */
    NeighbourReader(TomlText toml, Function<String, Optional<Path>> path) {
        this.toml = toml;
        this.path = path;
    }

    Settings.Neighbours neighbours(Settings.Milter milter) throws SettingsException {
        return new Settings.Neighbours(milter, delivery(), logins(), watch());
    }

    private Settings.@Nullable Dovecot logins() throws SettingsException {
        StreamAddress where =
                toml.value(
                                "submission.dovecot",
                                "\"unix:/path\" or \"host:port\"",
                                StreamAddress::parse)
                        .orElse(null);
        DomainName domain =
                toml.value(
                                "submission.dovecot-domain",
                                "a domain such as \"example.com\"",
                                t -> DomainName.parse(t).filter(DomainName::isHostName))
                        .orElse(null);
        Senders.Width senders =
                toml.value(
                                "submission.dovecot-senders",
                                "\"own\", \"domain\" or \"all\"",
                                t -> word(Senders.Width.values(), t))
                        .orElse(Senders.Width.OWN);
        return where == null ? null : new Settings.Dovecot(where, domain, senders);
    }

    private Settings.@Nullable Watch watch() throws SettingsException {
        return toml.value(
                        "watch.log",
                        "the path of a mail log, such as \"/var/log/mail.log\", or \"journal\"",
                        t ->
                                t.equals("journal")
                                        ? Optional.of(new Settings.Watch.Journal())
                                        : path.apply(t).map(Settings.Watch.File::new))
                .orElse(null);
    }

    private DeliverySettings delivery() throws SettingsException {
        DeliverySettings usual = DeliverySettings.OWN;
        Place common = place(DELIVER).orElse(usual.common());
        Map<DomainName, Place> domains = new LinkedHashMap<>();
        for (String name : toml.tables(DELIVER)) {
            String table = DELIVER + "." + name;
            DomainName domain =
                    DomainName.parse(name)
                            .orElseThrow(
                                    () ->
                                            toml.wrong(
                                                    table,
                                                    "must be a domain in quotes, such as [deliver.\"example.com\"]"));
            domains.put(domain, place(table).orElse(common));
        }
        return new DeliverySettings(
                common,
                domains,
                toml.value(
                                DELIVER + ".recipients",
                                "\"callout\" or \"list\"",
                                t -> word(DeliverySettings.Known.values(), t))
                        .orElse(usual.known()),
                toml.value(
                                DELIVER + ".junk-header",
                                "a header field such as \"X-Spam-Flag: YES\", or \"none\"",
                                t ->
                                        t.equals("none")
                                                ? Optional.of("")
                                                : Optional.of(t)
                                                        .filter(f -> FIELD.matcher(f).matches()))
                        .orElse(usual.junkField()));
    }

    private Optional<Place> place(String table) throws SettingsException {
        return toml.value(
                table + ".lmtp",
                WHERE,
                t ->
                        t.equals("none")
                                ? Optional.of(new Place.Own())
                                : StreamAddress.parse(t).map(Place.Lmtp::new));
    }

    private static <E extends Enum<E>> Optional<E> word(E[] values, String text) {
        return Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
