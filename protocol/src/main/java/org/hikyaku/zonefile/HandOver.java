package org.hikyaku.zonefile;

import org.hikyaku.zonefile.EntryTable.Kind;

/** What the record behind one that goes away has taken from it: its name, its time. */
final class HandOver {

    private final ZoneFile zone;
    private final ZoneRecord record;
    private final EntryTable entries;
    private final RecordParts old;

    HandOver(ZoneFile zone, ZoneRecord record) {
        this.zone = zone;
        this.record = record;
        this.entries = record.source().entries();
        this.old = RecordParts.of(record.source(), record.entry());
    }

    void put(Splices splices) {
        int heir = heir();
        if (heir < 0) {
            return;
        }
        RecordParts next = RecordParts.of(record.source(), heir);
        boolean needsOwner = next.ownerStart() < 0 && old.ownerStart() >= 0;
        boolean needsTtl =
                entries.has(heir, EntryTable.TTL_FROM_BEFORE)
                        && entries.has(record.entry(), EntryTable.TTL_WRITTEN);
        String ttl = needsTtl ? old.text(old.ttlStart(), old.ttlEnd()) + " " : "";
        if (needsOwner) {
            LineWriter line = new LineWriter();
            line.add(owner(heir));
            line.align(next.text(next.start(), next.headStart()), next.column(next.headStart()));
            splices.put(next.start(), next.headStart(), line + ttl);
        } else if (needsTtl) {
            splices.put(next.headStart(), next.headStart(), ttl);
        }
    }

    /** The next record of this text; -1 where something else comes first that takes the name. */
    private int heir() {
        for (int i = record.entry() + 1; i < entries.count(); i++) {
            Kind kind = entries.kind(i);
            if (kind == Kind.RECORD) {
                return i;
            }
            if (kind != Kind.BLANK && kind != Kind.DIRECTIVE) {
                return -1;
            }
        }
        return -1;
    }

    private String owner(int heir) {
        boolean sameOrigin = entries.origin(heir) == entries.origin(record.entry());
        return sameOrigin
                ? old.text(old.ownerStart(), old.ownerEnd())
                : record.owner().textIn(zone.names().name(entries.origin(heir)));
    }
}
