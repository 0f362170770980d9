package org.hikyaku.plan;

import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** Where records of one type are. */
public record Place(DomainName name, RecordType type) {
    @Override
    public String toString() {
        return name + " " + type;
    }
}
