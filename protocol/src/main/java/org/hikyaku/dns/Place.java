package org.hikyaku.dns;

import org.hikyaku.name.DomainName;

/** A name and a type: where a set of records lies. */
public record Place(DomainName name, RecordType type) {

    /** Where a change is made. */
    public static Place of(RecordChange change) {
        return new Place(change.name(), change.type());
    }

    /** Name and type, a blank between. */
    @Override
    public String toString() {
        return name + " " + type;
    }
}
