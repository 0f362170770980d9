package org.hikyaku.opendkim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.opendkim.ConfigNote.Place;

/**
 * The settings of a file and of those that it includes: of several with one name the last.
 *
 * @param path of the file itself
 * @param entries by name in lower case
 */
public record OptionFile(String path, Map<String, Entry> entries) {

    /**
     * A setting that is there.
     *
     * @param name as the table of settings writes it
     * @param value trimmed; a Boolean or integer among those is a good one
     */
    public record Entry(String name, String value, Place place) {}

    /** Copies the map. */
    public OptionFile {
        entries = Map.copyOf(entries);
    }

    /** A file that sets nothing. */
    public static OptionFile empty(String path) {
        return new OptionFile(path, Map.of());
    }

    /** The file as a whole. */
    public Place place() {
        return new Place(path, 0);
    }

    /** The setting of that name, any case. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(OptionTable.lower(name)));
    }

    /** Whether it is there. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** Its value, or {@code absent}. */
    public String text(String name, String absent) {
        return find(name).map(Entry::value).orElse(absent);
    }

    /** A Boolean's value, or {@code absent}. */
    public boolean isTrue(String name, boolean absent) {
        return find(name).flatMap(e -> ConfigValues.bool(e.value())).orElse(absent);
    }

    /** An integer's value, or {@code absent}. */
    public long number(String name, long absent) {
        return find(name).flatMap(e -> ConfigValues.integer(e.value())).orElse(absent);
    }

    /** A list's parts: between commas, trimmed, empty ones left out. */
    public List<String> list(String name) {
        return find(name).map(e -> ConfigValues.parts(e.value())).orElse(List.of());
    }

    /** All, in no order. */
    public Collection<Entry> all() {
        return entries.values();
    }
}
