package org.hikyaku.dns;

import java.time.Duration;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/** One change to the records of a zone. Plans are made of them and publishers carry them out. */
public sealed interface RecordChange {

    /** Where. */
    DomainName name();

    /** Of which type. */
    default RecordType type() {
        return switch (this) {
            case Add(var record) -> record.data().type();
            case Remove(var record) -> record.data().type();
            case Replace(_, var after) -> after.data().type();
        };
    }

    /**
     * A record with its owner.
     *
     * @param ttl how long it may be remembered; null: what the zone says by default
     */
    record OwnedRecord(DomainName name, DnsRecord data, @Nullable Duration ttl) {

        /** With the zone's default time to live. */
        public static OwnedRecord of(DomainName name, DnsRecord data) {
            return new OwnedRecord(name, data, null);
        }
    }

    /** A record that is not there yet. */
    record Add(OwnedRecord record) implements RecordChange {
        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** A record that is there, with exactly these data. */
    record Remove(OwnedRecord record) implements RecordChange {
        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** One record in the place of another of the same name and type. */
    record Replace(OwnedRecord before, OwnedRecord after) implements RecordChange {

        /** Same name and type, or it is no replacement. */
        public Replace {
            if (!before.name().equals(after.name())
                    || before.data().type() != after.data().type()) {
                throw new IllegalArgumentException("not of one name and type");
            }
        }

        @Override
        public DomainName name() {
            return after.name();
        }
    }

    /** The change that takes this one back. */
    default RecordChange inverse() {
        return switch (this) {
            case Add add -> new Remove(add.record());
            case Remove remove -> new Add(remove.record());
            case Replace replace -> new Replace(replace.after(), replace.before());
        };
    }
}
