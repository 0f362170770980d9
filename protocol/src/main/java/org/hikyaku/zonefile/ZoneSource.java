package org.hikyaku.zonefile;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One text that records come from: the zone file, an included one, or what $GENERATE makes. */
final class ZoneSource {

    private final String name;
    private final byte[] text;
    private final Nature nature;
    private final EntryTable entries = new EntryTable();
    private final Map<Integer, ZoneSource> children = new HashMap<>();
    private final @Nullable ZoneSource parent;
    private final int parentEntry;

    /** Where a text comes from. */
    enum Nature {
        EDITABLE,
        FIXED,
        GENERATED
    }

    ZoneSource(String name, byte[] text, Nature nature, @Nullable ZoneSource parent) {
        this.name = name;
        this.text = text;
        this.nature = nature;
        this.parent = parent;
        this.parentEntry = parent == null ? -1 : parent.entries.count();
    }

    String name() {
        return name;
    }

    byte[] text() {
        return text;
    }

    Nature nature() {
        return nature;
    }

    EntryTable entries() {
        return entries;
    }

    @Nullable ZoneSource parent() {
        return parent;
    }

    /** What stands in the place of the entry {@code i}: an included text, or generated records. */
    @Nullable ZoneSource child(int i) {
        return children.isEmpty() ? null : children.get(i);
    }

    /** To be called before the entry of the directive is added to the table. */
    void addChild(ZoneSource child) {
        children.put(entries.count(), child);
    }

    Iterable<ZoneSource> children() {
        return children.values();
    }

    int start(int entry) {
        return entries.start(entry);
    }

    /** Behind the entry's last octet, its line end included. */
    int end(int entry) {
        return entry + 1 < entries.count() ? entries.start(entry + 1) : text.length;
    }

    /** Generated text is at the line of its directive. */
    ZoneProblem.Location location(int entry, int offset) {
        if (nature == Nature.GENERATED && parent != null) {
            return parent.location(parentEntry, parent.start(parentEntry));
        }
        return locate(start(entry), entries.line(entry), offset);
    }

    /** Counts lines from {@code from}, which is at the beginning of line {@code line}. */
    ZoneProblem.Location locate(int from, int line, int offset) {
        int lineStart = from;
        int at = line;
        for (int i = from; i < Math.min(offset, text.length); i++) {
            if (text[i] == '\n') {
                at++;
                lineStart = i + 1;
            }
        }
        return new ZoneProblem.Location(name, at, offset - lineStart + 1);
    }
}
