package org.hikyaku.zonefile;

import java.time.Duration;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.jspecify.annotations.Nullable;

/** A change to one record of any type; {@link RecordChange} knows fewer types. */
public sealed interface ZoneChange {

    /**
     * A record.
     *
     * @param type its number (IANA DNS parameters)
     * @param data as a zone file writes them, one char per octet; relative names are in the zone
     * @param ttlSeconds 0 to 2^31-1; null: what the zone says by default
     */
    record Item(ZoneName owner, int type, String data, @Nullable Long ttlSeconds) {

        private static Item of(OwnedRecord record) {
            Duration ttl = record.ttl();
            return new Item(
                    ZoneName.of(record.name()),
                    record.data().type().number(),
                    record.data().text(),
                    ttl == null ? null : ttl.toSeconds());
        }

        /** For a person: name, type and data. */
        public String shown() {
            return owner + " " + RecordTypes.name(type) + " " + data;
        }
    }

    /** A record that is not there yet. */
    record Add(Item item) implements ZoneChange {}

    /** A record that is there. */
    record Remove(Item item) implements ZoneChange {}

    /** Other data, and another time where {@code after} has one, in the place of a record. */
    record Replace(Item before, Item after) implements ZoneChange {}

    /** The same change. */
    static ZoneChange of(RecordChange change) {
        return switch (change) {
            case RecordChange.Add add -> new Add(Item.of(add.record()));
            case RecordChange.Remove remove -> new Remove(Item.of(remove.record()));
            case RecordChange.Replace replace ->
                    new Replace(Item.of(replace.before()), Item.of(replace.after()));
        };
    }
}
