package org.hikyaku.zonefile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a new record as the record beside it is written. */
final class RecordStyle {

    private final ZoneFile zone;
    private final Placement place;
    private final ZoneRecord model;
    private final RecordParts parts;
    private final EntryTable entries;

    RecordStyle(ZoneFile zone, Placement place) {
        this.zone = zone;
        this.place = place;
        this.model = place.model();
        this.parts = RecordParts.of(model.source(), model.entry());
        this.entries = place.source().entries();
    }

    /** The line without its end. */
    String line(ZoneChange.Item item, DataText data) {
        LineWriter line = new LineWriter();
        line.add(owner(item));
        String ttl = ttl(item);
        boolean ttlWritten = ttl.isEmpty();
        int gapStart = Math.max(parts.ownerEnd(), parts.start());
        for (RecordParts.Part part : parts.head()) {
            if (part.kind() == 'L' && ttl.isEmpty()) {
                gapStart = part.end();
                continue;
            }
            gap(line, gapStart, part.start());
            if (!ttlWritten && (part.kind() == 'L' || parts.ttlStart() < 0)) {
                line.add(ttl);
                ttlWritten = true;
                if (part.kind() != 'L') {
                    line.add(gapText(gapStart, part.start()).indexOf('\t') >= 0 ? "\t" : " ");
                }
            }
            if (part.kind() == 'C') {
                line.add(parts.text(part.start(), part.end()));
            } else if (part.kind() == 'T') {
                line.add(RecordTypes.name(item.type()));
            }
            gapStart = part.end();
        }
        if (parts.data().isEmpty()) {
            line.add(" ");
        } else {
            gap(line, parts.typeEnd(), dataStart());
        }
        line.add(data(item, data, line));
        return line.toString();
    }

    /** Where the data begin, their parenthesis counted. */
    private int dataStart() {
        int at = parts.typeEnd();
        while (at < parts.data().getFirst().outerStart()
                && (parts.text()[at] == ' ' || parts.text()[at] == '\t')) {
            at++;
        }
        return at;
    }

    private String gapText(int from, int to) {
        String gap = parts.text(from, to);
        return gap.chars().allMatch(c -> c == ' ' || c == '\t') ? gap : " ";
    }

    private void gap(LineWriter line, int from, int to) {
        boolean begins = line.toString().isEmpty();
        String gap = gapText(from, to);
        if (begins && gap.equals(" ")) {
            line.add(" ");
        } else {
            line.align(gap, parts.column(to));
        }
    }

    private String owner(ZoneChange.Item item) {
        boolean same = zone.names().name(entries.owner(place.after())).equals(item.owner());
        if (same && (parts.ownerStart() < 0 || leavesOwnersOut())) {
            return "";
        }
        ZoneName origin = zone.names().name(entries.origin(place.after()));
        return writtenOwner().endsWith(".") ? item.owner().text() : item.owner().textIn(origin);
    }

    /** Whether this text has a line that takes its owner from the line above. */
    private boolean leavesOwnersOut() {
        for (int i = 0; i < entries.count(); i++) {
            if (entries.kind(i) == EntryTable.Kind.RECORD
                    && !entries.has(i, EntryTable.OWNER_WRITTEN)) {
                return true;
            }
        }
        return false;
    }

    private String writtenOwner() {
        EntryTable table = model.source().entries();
        for (int i = model.entry(); i >= 0; i--) {
            if (table.kind(i) == EntryTable.Kind.RECORD && table.has(i, EntryTable.OWNER_WRITTEN)) {
                RecordParts owned = RecordParts.of(model.source(), i);
                return owned.text(owned.ownerStart(), owned.ownerEnd());
            }
        }
        return "";
    }

    private boolean isSibling(ZoneChange.Item item) {
        return model.owner().equals(item.owner()) && model.type() == item.type();
    }

    /** The time that is to stand there; empty for none. */
    private String ttl(ZoneChange.Item item) {
        Long wanted = item.ttlSeconds();
        boolean modelHas = parts.ttlStart() >= 0;
        if (wanted != null) {
            boolean asWritten = modelHas && model.ttlSeconds() == wanted;
            return asWritten ? parts.text(parts.ttlStart(), parts.ttlEnd()) : Long.toString(wanted);
        }
        // RFC 2181 section 5.2: records of one name and type have one time.
        boolean takes = modelHas && (isSibling(item) || !zone.hasDefaultTtl());
        return takes ? parts.text(parts.ttlStart(), parts.ttlEnd()) : "";
    }

    private String data(ZoneChange.Item item, DataText data, LineWriter line) {
        if (data.isText()) {
            TextLayout plain = TextLayout.plain(parts.lineEnd(), indent(line));
            TextLayout layout = TextStyle.of(zone, model, data.value(), plain);
            return layout.write(layout.strings(data.value()));
        }
        boolean sameType = model.type() == item.type();
        @Nullable RecordParts names = sameType ? parts : null;
        ZoneName origin = zone.names().name(entries.origin(place.after()));
        List<String> words = data.words(names, origin);
        return String.join(" ", words);
    }

    private static String indent(LineWriter line) {
        int blanks = line.toString().length();
        return "\t".repeat(Math.clamp(blanks / 8, 1, 6));
    }
}
