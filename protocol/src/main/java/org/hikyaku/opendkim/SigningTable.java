package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.Dataset.Row;

/** OpenDKIM's SigningTable: which keys sign for which author. Immutable. */
public final class SigningTable {

    /** Stands for the author's domain. */
    private static final String AUTHOR = "%";

    /**
     * A row that fits.
     *
     * @param asked what was looked up and found
     * @param keyName the key's name in the {@link KeyTable}
     * @param identity i=, or empty
     */
    public record Hit(String asked, String keyName, String identity, Row row) {}

    private final Dataset rows;

    /** The rows of a table; what is surprising in it becomes a note. */
    public SigningTable(Dataset rows, ConfigNotes notes) {
        this.rows = rows;
        switch (rows) {
            case Dataset.Flat flat -> {
                flat.rows().forEach(row -> noteFlat(row, notes));
                noteHidden(flat.rows(), notes);
            }
            case Dataset.Patterns patterns -> notePatterns(patterns.rows(), notes);
        }
    }

    /** Every row but {@code *}, {@code user@*} is a text that is compared. */
    private static void noteFlat(Row row, ConfigNotes notes) {
        String key = row.key();
        boolean last = key.equals("*") || (key.endsWith("@*") && key.indexOf('*') > 1);
        if (key.contains("*") && !last) {
            notes.add(
                    Kind.PATTERN_IN_FLAT_FILE,
                    row.place(),
                    key,
                    "SigningTable",
                    row.place().file());
        }
    }

    private static void noteHidden(List<Row> rows, ConfigNotes notes) {
        Map<String, Row> seen = new HashMap<>();
        for (Row row : rows) {
            Row before = seen.putIfAbsent(OptionTable.lower(row.key()), row);
            if (before != null) {
                notes.add(Kind.HIDDEN_LINE, row.place(), row.key(), before.place());
            }
        }
    }

    private static void notePatterns(List<Row> rows, ConfigNotes notes) {
        Row all = null;
        for (Row row : rows) {
            boolean address = row.key().contains("@") || row.key().contains("*");
            if (!address && TablePattern.liveIn(row.key()).isEmpty()) {
                String star = row.key().startsWith(".") ? "*@*" : "*@";
                notes.add(Kind.NEVER_MATCHES, row.place(), row.key(), star + row.key());
            }
            if (all != null) {
                notes.add(Kind.HIDDEN_LINE, row.place(), row.key(), all.place());
            }
            all = row.key().equals("*") || row.key().equals("*@*") ? row : all;
        }
    }

    /** The rows. */
    public List<Row> rows() {
        return rows.rows();
    }

    /**
     * What fits an author, the most important first.
     *
     * @param user before the @
     * @param host after it
     * @param many whether all that fits counts, or the first alone
     */
    public List<Hit> find(String user, String host, boolean many) {
        List<Hit> hits = new ArrayList<>();
        for (String asked : questions(user, host)) {
            for (Row row : rows.findAll(asked)) {
                hits.add(hit(asked, row, host));
                if (!many) {
                    return hits;
                }
            }
        }
        return hits;
    }

    /** Patterns see the address alone; other tables are asked for more and more of it. */
    private List<String> questions(String user, String host) {
        String address = user + "@" + host;
        return switch (rows) {
            case Dataset.Patterns _ -> List.of(address);
            case Dataset.Flat _ -> {
                List<String> all = new ArrayList<>(List.of(address, host));
                for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                    all.add(user + "@" + host.substring(dot));
                    all.add(host.substring(dot));
                }
                all.add(user + "@*");
                all.add("*");
                yield all;
            }
        };
    }

    private static Hit hit(String asked, Row row, String host) {
        List<String> fields = row.fields(2);
        String name = fields.getFirst().equals(AUTHOR) ? host : fields.getFirst();
        String identity = fields.size() < 2 ? "" : fields.get(1).replace(AUTHOR, host);
        return new Hit(asked, name, identity, row);
    }

    /** Notes the rows whose key is not there; {@code isThere} tells it by the key's name. */
    public void check(Function<String, Boolean> isThere, ConfigNotes notes) {
        for (Row row : rows.rows()) {
            String name = row.fields(2).getFirst();
            if (!name.equals(AUTHOR) && !isThere.apply(name)) {
                notes.add(Kind.NO_SUCH_KEY, row.place(), row.key(), name);
            }
        }
    }
}
