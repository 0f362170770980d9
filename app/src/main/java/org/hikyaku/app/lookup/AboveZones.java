package org.hikyaku.app.lookup;

import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.OfflineResolver;
import org.hikyaku.name.DomainName;

/**
 * Stands where only zone files are asked: nothing is known outside of them. But the names above
 * them are taken to publish nothing, which holds for nearly all: checks that climb up to the top
 * (RFC 8659 section 3, RFC 9989 section 4.10) could not end otherwise.
 *
 * @param zones the apexes that are answered for from files
 */
record AboveZones(Set<DomainName> zones) implements Resolver {

    private static final long TTL_SECONDS = 60;

    AboveZones {
        zones = Set.copyOf(zones);
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        boolean policy = !name.isRoot() && name.ascii().startsWith("_dmarc.");
        DomainName at = policy ? name.parent() : name;
        return zones.stream().anyMatch(zone -> zone.isWithin(at))
                ? new Answer.NoRecord(true, false, TTL_SECONDS)
                : new OfflineResolver().query(name, type);
    }
}
