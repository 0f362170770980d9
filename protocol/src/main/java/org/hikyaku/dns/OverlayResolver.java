package org.hikyaku.dns;

import java.util.Set;
import org.hikyaku.name.DomainName;

/**
 * Planned zones over the real DNS: questions for names within {@code zones} go to {@code planned},
 * all others to {@code real}.
 *
 * @param zones the apexes that {@code planned} answers for, as their only authority
 */
public record OverlayResolver(Set<DomainName> zones, Resolver planned, Resolver real)
        implements Resolver {

    /** Copies the set. */
    public OverlayResolver {
        zones = Set.copyOf(zones);
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        for (DomainName at = name; ; at = at.parent()) {
            if (zones.contains(at)) {
                return planned.query(name, type);
            }
            if (at.isRoot()) {
                return real.query(name, type);
            }
        }
    }
}
