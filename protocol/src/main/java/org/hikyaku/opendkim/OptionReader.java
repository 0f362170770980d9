package org.hikyaku.opendkim;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.hikyaku.opendkim.OptionTable.Option;

/**
 * Reads a file of settings. What is wrong becomes a note, and the line is left out. Belongs to one
 * thread.
 */
public final class OptionReader {

    /** As deep as OpenDKIM nests. */
    private static final int MAX_DEPTH = 5;

    /** A file that includes itself four times does so no more than this often, in files. */
    private static final int MAX_FILES = 100;

    /** Longer ones are an error: OpenDKIM itself takes 1,024. */
    private static final int MAX_LINE_CHARS = 64 * 1024;

    private final OptionTable table;
    private final FileSource files;
    private final ConfigNotes notes;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int filesRead;

    /** For the settings of {@code table}. */
    public OptionReader(OptionTable table, FileSource files, ConfigNotes notes) {
        this.table = table;
        this.files = files;
        this.notes = notes;
    }

    /** The file and those that it includes: {@code Name value} on each line. */
    public OptionFile read(String path) {
        readFile(path, new Place(path, 0));
        return finish(path);
    }

    /** The text of a file that lies at {@code path}. */
    public OptionFile read(String path, String text) {
        lines(path, text);
        return finish(path);
    }

    private OptionFile finish(String path) {
        OptionFile read = new OptionFile(path, entries);
        entries.clear();
        filesRead = 0;
        return read;
    }

    private void readFile(String path, Place from) {
        if (++filesRead > MAX_FILES) {
            notes.add(Kind.INCLUDE_DEPTH, from, MAX_DEPTH);
            return;
        }
        open.push(path);
        try {
            lines(path, files.read(path).text());
        } catch (IOException e) {
            notes.add(Kind.UNREADABLE, from, path, reason(e));
        } finally {
            open.pop();
        }
    }

    /** What the system says, in a word or two. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    private void lines(String path, String text) {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            Place place = new Place(path, ++number);
            if (raw.length() > MAX_LINE_CHARS) {
                notes.add(Kind.LINE_TOO_LONG, place, raw.length(), MAX_LINE_CHARS);
                continue;
            }
            line(uncommented(raw), place);
        }
    }

    /** A comment begins anywhere, within a value too; so does what follows a CR. */
    static String uncommented(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '#' || c == '\r') {
                return raw.substring(0, i).strip();
            }
        }
        return raw.strip();
    }

    private void line(String text, Place place) {
        if (text.isEmpty()) {
            return;
        }
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String name = text.substring(0, end);
        String value = text.substring(end).strip();
        if (name.equalsIgnoreCase("Include") && !value.isEmpty()) {
            include(value, place);
        } else {
            setting(name, value, place);
        }
    }

    private void include(String path, Place place) {
        if (open.size() > MAX_DEPTH) {
            notes.add(Kind.INCLUDE_DEPTH, place, MAX_DEPTH);
            return;
        }
        readFile(path, place);
    }

    private void setting(String name, String value, Place place) {
        Optional<Option> known = table.find(name);
        if (known.isEmpty()) {
            if (table.isObsolete(name)) {
                notes.add(Kind.OBSOLETE, place, name);
            } else {
                notes.add(Kind.UNKNOWN_OPTION, place, name, table.nearest(name));
            }
            return;
        }
        Option option = known.get();
        if (value.isEmpty()) {
            notes.add(Kind.MISSING_VALUE, place, option.name());
            return;
        }
        if (!fits(option, value, place)) {
            return;
        }
        put(option, value, place);
    }

    private boolean fits(Option option, String value, Place place) {
        return switch (option.type()) {
            case BOOLEAN -> {
                boolean fits = ConfigValues.bool(value).isPresent();
                if (!fits) {
                    notes.add(Kind.BAD_BOOLEAN, place, option.name(), value);
                }
                yield fits;
            }
            case INTEGER -> {
                boolean fits = ConfigValues.integer(value).isPresent();
                if (!fits) {
                    notes.add(Kind.BAD_INTEGER, place, option.name(), value);
                }
                yield fits;
            }
            case STRING, DATASET -> true;
        };
    }

    private void put(Option option, String value, Place place) {
        Entry entry = new Entry(option.name(), value, place);
        Entry before = entries.put(OptionTable.lower(option.name()), entry);
        if (before != null && !before.value().equals(value)) {
            notes.add(Kind.OVERRIDDEN, before.place(), option.name(), place);
        }
        if (!option.used()) {
            notes.add(Kind.NO_EFFECT, place, option.name());
        }
    }

    /** A file of {@code name = value} lines, as policyd-spf's. */
    public OptionFile readAssignments(String path) {
        try {
            String text = files.read(path).text();
            int number = 0;
            for (String raw : text.split("\n", -1)) {
                assignment(raw, new Place(path, ++number));
            }
        } catch (IOException e) {
            notes.add(Kind.UNREADABLE, new Place(path, 0), path, reason(e));
        }
        return finish(path);
    }

    private void assignment(String raw, Place place) {
        String text = uncommented(raw);
        if (text.isEmpty()) {
            return;
        }
        int equals = text.indexOf('=');
        if (equals < 1 || equals != text.lastIndexOf('=') || raw.length() > MAX_LINE_CHARS) {
            notes.add(Kind.NOT_A_SETTING, place, text);
            return;
        }
        setting(text.substring(0, equals).strip(), text.substring(equals + 1).strip(), place);
    }
}
