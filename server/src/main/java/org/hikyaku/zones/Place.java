package org.hikyaku.zones;

import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** A name and a type: where a set of records lies. */
public record Place(DomainName name, RecordType type) {

    /** Where a change is made. */
    public static Place of(RecordChange change) {
        return new Place(change.name(), change.type());
    }
}
