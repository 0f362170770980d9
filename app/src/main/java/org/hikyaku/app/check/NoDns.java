package org.hikyaku.app.check;

import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.OfflineResolver;
import org.hikyaku.name.DomainName;

/**
 * Stands where no DNS is: every question fails at once. But for DMARC the suffixes above the given
 * zones are taken to publish nothing, which holds for nearly all (RFC 9989 section 4.10 asks up to
 * the top): otherwise no subdomain could be checked without the DNS.
 *
 * @param zones the apexes that are answered for elsewhere
 */
record NoDns(Set<DomainName> zones) implements Resolver {

    private static final long TTL_SECONDS = 60;

    NoDns {
        zones = Set.copyOf(zones);
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        return isPolicyAboveZone(name)
                ? new Answer.NoRecord(true, false, TTL_SECONDS)
                : new OfflineResolver().query(name, type);
    }

    private boolean isPolicyAboveZone(DomainName name) {
        if (name.isRoot() || !name.labels().getFirst().equals("_dmarc")) {
            return false;
        }
        DomainName above = name.parent();
        return zones.stream().anyMatch(zone -> !zone.equals(above) && zone.isWithin(above));
    }
}
