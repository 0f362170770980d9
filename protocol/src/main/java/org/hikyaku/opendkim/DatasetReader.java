package org.hikyaku.opendkim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.OptionFile.Entry;

/** Reads the tables and lists that settings name. Belongs to one thread. */
public final class DatasetReader {

    /** Kinds whose rows lie elsewhere, or in a form that only OpenDKIM's own libraries read. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "db",
                    "dsn",
                    "ldap",
                    "ldaps",
                    "ldapi",
                    "lua",
                    "memcache",
                    "erlang",
                    "mdb",
                    "repute",
                    "socket");

    /** More rows are read no further: the largest providers have some 100,000 domains. */
    private static final int MAX_ROWS = 1_000_000;

    private final FileSource files;
    private final ConfigNotes notes;

    /**
     * What to read.
     *
     * @param anyCase whether keys are compared without regard to case
     * @param needsValue whether a row without a value is an error
     */
    public record Wanted(Entry setting, boolean anyCase, boolean needsValue) {
        /** A list of names. */
        public static Wanted names(Entry setting) {
            return new Wanted(setting, true, false);
        }
    }

    /** For files of {@code files}. */
    public DatasetReader(FileSource files, ConfigNotes notes) {
        this.files = files;
        this.notes = notes;
    }

    /** The table; empty, with a note, where it cannot be read at all. */
    public Optional<Dataset> read(Wanted wanted) {
        String spec = wanted.setting().value();
        int colon = spec.indexOf(':');
        int comma = spec.indexOf(',');
        boolean prefixed = colon >= 0 && (comma < 0 || colon < comma);
        if (!prefixed) {
            return unprefixed(spec, wanted);
        }
        String kind = OptionTable.lower(spec.substring(0, colon));
        String rest = spec.substring(colon + 1);
        return switch (kind) {
            case "file" -> file(rest, wanted, false);
            case "refile" -> file(rest, wanted, true);
            case "csl" -> Optional.of(list(rest, wanted));
            default -> notImportable(kind, wanted.setting());
        };
    }

    private Optional<Dataset> unprefixed(String spec, Wanted wanted) {
        if (spec.endsWith(".db")) {
            return notImportable("db", wanted.setting());
        }
        if (spec.startsWith("/")) {
            return file(spec, wanted, false);
        }
        if (spec.contains("/") && !spec.contains(",") && !isNetwork(spec)) {
            // OpenDKIM takes a path for one only where it begins with a slash.
            notes.add(Kind.NEVER_MATCHES, wanted.setting().place(), spec, "file:" + spec);
        }
        return Optional.of(list(spec, wanted));
    }

    private static boolean isNetwork(String spec) {
        return Character.isDigit(spec.charAt(0));
    }

    private Optional<Dataset> notImportable(String kind, Entry setting) {
        if (ELSEWHERE.contains(kind)) {
            notes.add(Kind.NOT_IMPORTABLE, setting.place(), setting.name(), kind);
        } else {
            notes.add(
                    Kind.BAD_VALUE,
                    setting.place(),
                    setting.name(),
                    setting.value(),
                    "file:, refile:, csl:");
        }
        return Optional.empty();
    }

    private Dataset list(String text, Wanted wanted) {
        List<Row> rows = new ArrayList<>();
        for (String part : ConfigValues.parts(text)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            addRow(rows, new Row(key, value, wanted.setting().place()), wanted);
        }
        return new Dataset.Flat(rows, wanted.anyCase());
    }

    private Optional<Dataset> file(String path, Wanted wanted, boolean patterns) {
        Place from = wanted.setting().place();
        try {
            List<Row> rows = rows(path, files.read(path).text(), wanted);
            return Optional.of(
                    patterns
                            ? patterns(rows, wanted.anyCase())
                            : new Dataset.Flat(rows, wanted.anyCase()));
        } catch (IOException e) {
            notes.add(Kind.UNREADABLE, from, path, OptionReader.reason(e));
            return Optional.empty();
        }
    }

    private List<Row> rows(String path, String text, Wanted wanted) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            Place place = new Place(path, ++number);
            String line = OptionReader.uncommented(raw);
            if (line.isEmpty() || rows.size() >= MAX_ROWS) {
                continue;
            }
            int end = 0;
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            addRow(
                    rows,
                    new Row(line.substring(0, end), line.substring(end).strip(), place),
                    wanted);
        }
        return rows;
    }

    private void addRow(List<Row> rows, Row row, Wanted wanted) {
        if (wanted.needsValue() && row.value().isEmpty()) {
            notes.add(Kind.NO_VALUE, row.place(), row.key());
        } else {
            rows.add(row);
        }
    }

    private Dataset patterns(List<Row> rows, boolean anyCase) {
        List<Row> good = new ArrayList<>();
        List<TablePattern> patterns = new ArrayList<>();
        for (Row row : rows) {
            try {
                patterns.add(TablePattern.of(row.key(), anyCase));
                good.add(row);
                String live = TablePattern.liveIn(row.key());
                if (!live.isEmpty()) {
                    notes.add(Kind.LIVE_CHARACTERS, row.place(), row.key(), live);
                }
            } catch (BadPatternException e) {
                notes.add(Kind.BAD_PATTERN, row.place(), row.key(), String.valueOf(e.getMessage()));
            }
        }
        return new Dataset.Patterns(good, patterns);
    }
}
