package org.hikyaku.zonefile;

import org.hikyaku.zonefile.EntryTable.Kind;
import org.hikyaku.zonefile.ZoneSource.Nature;
import org.jspecify.annotations.Nullable;

/**
 * Where a new record goes: behind the last of its name and type, else of its name, else of the
 * names nearest to it, else at the end of the file.
 *
 * @param source the text
 * @param after the entry that it goes behind
 * @param model the record whose line it is written like
 */
record Placement(ZoneSource source, int after, ZoneRecord model) {

    private static final int SAME_OWNER = 1000;
    private static final int SAME_TYPE = 1;

    /** Null where there is no record that could be changed here. */
    static @Nullable Placement of(ZoneFile zone, ZoneName owner, int type) {
        Search search = new Search(zone, owner, type);
        zone.forEach(search::look);
        ZoneRecord best = search.best;
        ZoneRecord model = search.model;
        if (best == null || model == null) {
            return null;
        }
        boolean sameOwner = best.owner().equals(owner);
        int after = sameOwner ? best.entry() : lastOfOwner(best.source(), best.entry());
        return new Placement(best.source(), after, search.score > SAME_TYPE ? best : model);
    }

    /** Records below without a name of their own belong to the one above them. */
    private static int lastOfOwner(ZoneSource source, int entry) {
        EntryTable entries = source.entries();
        int last = entry;
        for (int i = entry + 1; i < entries.count(); i++) {
            Kind kind = entries.kind(i);
            boolean record = kind == Kind.RECORD;
            if (record && entries.has(i, EntryTable.OWNER_WRITTEN)
                    || !record && kind != Kind.BLANK && kind != Kind.DIRECTIVE) {
                return last;
            }
            last = record ? i : last;
        }
        return last;
    }

    private static final class Search {
        private final ZoneFile zone;
        private final ZoneName owner;
        private final int ownerNumber;
        private final int type;
        private final int apexLabels;
        private final int apexOctets;
        private int score = -1;
        private @Nullable ZoneRecord best;
        private @Nullable ZoneRecord model;

        Search(ZoneFile zone, ZoneName owner, int type) {
            this.zone = zone;
            this.owner = owner;
            this.ownerNumber = zone.names().find(owner);
            this.type = type;
            this.apexLabels = zone.apex().labelCount();
            this.apexOctets = zone.apex().wire().length();
        }

        void look(ZoneRecord record) {
            if (record.source().nature() != Nature.EDITABLE
                    || !record.owner().isWithin(zone.apex())) {
                return;
            }
            boolean sameType = record.type() == type;
            ZoneRecord before = model;
            if (before == null || sameType || before.type() != type) {
                model = record;
            }
            int found = near(record) + (sameType ? SAME_TYPE : 0);
            boolean near = found > SAME_TYPE;
            // Nothing near: at the end of the zone file itself, not of one that it includes.
            boolean atEnd = !near && score <= SAME_TYPE && record.source() == zone.main();
            if (near && found >= score || atEnd || best == null) {
                score = Math.max(score, found);
                best = record;
            }
        }

        private int near(ZoneRecord record) {
            if (record.ownerNumber() == ownerNumber) {
                return SAME_OWNER;
            }
            if (record.owner().sharedOctets(owner) <= apexOctets + 1) {
                return 0;
            }
            return (record.owner().sharedLabels(owner) - apexLabels) * 2;
        }
    }
}
