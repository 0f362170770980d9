package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code tag=value; tag=value} record that is edited without touching what is not meant: order,
 * case and unknown tags stay. Of tags of one name the first counts. Belongs to one thread.
 */
final class TagText {

    private final List<String> tags;

    private TagText(List<String> tags) {
        this.tags = new ArrayList<>(tags);
    }

    static TagText of(String text) {
        return new TagText(
                Arrays.stream(text.split(";"))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList());
    }

    private int find(String name) {
        int at = 0;
        while (at < tags.size() && !nameOf(tags.get(at)).equals(name)) {
            at++;
        }
        return at < tags.size() ? at : -1;
    }

    private static String nameOf(String tag) {
        int equals = tag.indexOf('=');
        return (equals < 0 ? tag : tag.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    }

    /** The value of a tag as written. */
    Optional<String> value(String name) {
        int at = find(name);
        if (at < 0) {
            return Optional.empty();
        }
        String tag = tags.get(at);
        int equals = tag.indexOf('=');
        return Optional.of(equals < 0 ? "" : tag.substring(equals + 1).strip());
    }

    /** The parts of a comma-separated value. */
    List<String> list(String name) {
        return Arrays.stream(value(name).orElse("").split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Sets a tag where it is; one that is not there comes at {@code position}. */
    void set(String name, String value, int position) {
        int at = find(name);
        if (at >= 0) {
            tags.set(at, name + "=" + value);
        } else {
            tags.add(Math.min(position, tags.size()), name + "=" + value);
        }
    }

    /** Adds to a comma-separated list what is not in it; what was added. */
    List<String> extend(String name, List<String> values) {
        List<String> all = new ArrayList<>(list(name));
        List<String> added = new ArrayList<>();
        for (String value : values) {
            if (all.stream().noneMatch(known -> known.equalsIgnoreCase(value))) {
                all.add(value);
                added.add(value);
            }
        }
        if (!added.isEmpty()) {
            set(name, String.join(",", all), tags.size());
        }
        return added;
    }

    /** The record. */
    String text() {
        return String.join("; ", tags);
    }
}
