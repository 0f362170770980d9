package org.hikyaku.opendkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.opendkim.ConfigNote.Place;

/** A table or list that a setting names: rows of a key and, mostly, a value. Immutable. */
public sealed interface Dataset {

    /**
     * A row.
     *
     * @param value what stands after the key, trimmed; empty where nothing does
     */
    record Row(String key, String value, Place place) {
        /** The value's parts: between colons, at most {@code most}, the last takes the rest. */
        List<String> fields(int most) {
            return List.of(value.split(":", most));
        }
    }

    /** All rows, in their order. */
    List<Row> rows();

    /** The first row whose key is, or whose pattern matches, {@code asked}. */
    Optional<Row> find(String asked);

    /** All such rows. */
    List<Row> findAll(String asked);

    /** A file of keys, or a list between commas: a key is what it is. */
    final class Flat implements Dataset {
        private final List<Row> rows;
        private final Map<String, Row> byKey = new HashMap<>();
        private final boolean anyCase;

        Flat(List<Row> rows, boolean anyCase) {
            this.rows = List.copyOf(rows);
            this.anyCase = anyCase;
            for (Row row : rows) {
                byKey.putIfAbsent(folded(row.key()), row);
            }
        }

        private String folded(String key) {
            return anyCase ? OptionTable.lower(key) : key;
        }

        @Override
        public List<Row> rows() {
            return rows;
        }

        @Override
        public Optional<Row> find(String asked) {
            return Optional.ofNullable(byKey.get(folded(asked)));
        }

        @Override
        public List<Row> findAll(String asked) {
            return find(asked).map(List::of).orElse(List.of());
        }
    }

    /** A file of patterns, tried from top to bottom. */
    final class Patterns implements Dataset {
        private final List<Row> rows;
        private final List<TablePattern> patterns;

        /** As many patterns as rows. */
        Patterns(List<Row> rows, List<TablePattern> patterns) {
            this.rows = List.copyOf(rows);
            this.patterns = List.copyOf(patterns);
        }

        @Override
        public List<Row> rows() {
            return rows;
        }

        @Override
        public Optional<Row> find(String asked) {
            for (int i = 0; i < rows.size(); i++) {
                if (patterns.get(i).matches(asked)) {
                    return Optional.of(rows.get(i));
                }
            }
            return Optional.empty();
        }

        @Override
        public List<Row> findAll(String asked) {
            return java.util.stream.IntStream.range(0, rows.size())
                    .filter(i -> patterns.get(i).matches(asked))
                    .mapToObj(rows::get)
                    .toList();
        }
    }
}
