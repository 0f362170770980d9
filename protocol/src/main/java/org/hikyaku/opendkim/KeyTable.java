package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.Dataset.Row;

/** OpenDKIM's KeyTable: names of keys, and for each domain, selector and key. Immutable. */
public final class KeyTable {

    /** Stands for the author's domain. */
    private static final String AUTHOR = "%";

    /**
     * A key as the table has it.
     *
     * @param name how it was asked for; names are compared with regard to case
     * @param domain d=, never empty
     * @param selector s=, never empty
     * @param key the path of a file, or the key itself
     * @param place where it stands
     */
    public record Entry(String name, String domain, String selector, String key, Place place) {

        /** Whether {@code key} is the path of a file. */
        public boolean isFile() {
            return key.startsWith("/") || key.startsWith("./") || key.startsWith("../");
        }

        /** Where the key is, for a person: never the key itself. */
        public String shownKey() {
            return isFile() ? key : "in the table";
        }

        /** Leaves the key out where the table holds it. */
        @Override
        public String toString() {
            return name + " " + domain + ":" + selector + ":" + shownKey();
        }
    }

    private final Dataset rows;

    /** The rows of a table; what is wrong in it becomes a note. */
    public KeyTable(Dataset rows, ConfigNotes notes) {
        this.rows = rows;
        for (Row row : rows.rows()) {
            List<String> fields = row.fields(3);
            if (!isWhole(fields)) {
                // Not the fields: the first may be a key that stands there alone.
                notes.add(Kind.BAD_KEY_ENTRY, row.place(), row.key(), fields.size());
            }
        }
    }

    private static boolean isWhole(List<String> fields) {
        return fields.size() == 3 && fields.stream().noneMatch(field -> field.strip().isEmpty());
    }

    /**
     * The key of that name, for an author at {@code domain}.
     *
     * @return empty where there is none, or where its entry is corrupt
     */
    public Optional<Entry> find(String name, String domain) {
        return rows.find(name).flatMap(row -> entry(name, row, domain));
    }

    private static Optional<Entry> entry(String name, Row row, String author) {
        List<String> fields = row.fields(3);
        if (!isWhole(fields)) {
            return Optional.empty();
        }
        String domain = fields.getFirst().equals(AUTHOR) ? author : fields.getFirst();
        Entry raw = new Entry(name, domain, fields.get(1), fields.get(2).strip(), row.place());
        String key = raw.isFile() ? raw.key().replace(AUTHOR, domain) : raw.key();
        return Optional.of(new Entry(name, domain, fields.get(1), key, row.place()));
    }

    /** The keys that do not depend on an author, for checks before any mail comes. */
    public List<Entry> fixed() {
        List<Entry> found = new ArrayList<>();
        for (Row row : rows.rows()) {
            boolean depends =
                    row.value().startsWith(AUTHOR + ":")
                            || (rows instanceof Dataset.Patterns && row.key().contains("*"));
            if (!depends) {
                find(row.key(), "").ifPresent(found::add);
            }
        }
        return found;
    }

    /** Whether a key of that name is there. */
    public boolean has(String name) {
        return rows.find(name).isPresent();
    }
}
