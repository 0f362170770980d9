package org.hikyaku.lookup;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * Zones over the real DNS: names within them are answered from them alone, wildcards included (RFC
 * 4592); all others, those below a delegation and the targets of aliases that lead out, are asked
 * for outside. Safe for many threads.
 */
public final class ZoneResolver implements Resolver {

    private final ZoneData zones;
    private final Resolver outside;

    ZoneResolver(ZoneData zones, Resolver outside) {
        this.zones = zones;
        this.outside = outside;
    }

    /** The same zones over another outside. */
    public ZoneResolver over(Resolver other) {
        return new ZoneResolver(zones, other);
    }

    /** The apexes of the zones. */
    public Set<DomainName> apexes() {
        return zones.apexes();
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int hops = 0; hops <= WireAnswer.MAX_ALIASES; hops++) {
            Optional<DomainName> zone = zones.zoneOf(at);
            if (zone.isEmpty()) {
                return outside.query(at, type);
            }
            Answer answer = zones.answer(zone.get(), at, type);
            List<DnsRecord.Cname> alias =
                    answer instanceof Answer.NoRecord
                            ? zones.answer(zone.get(), at, RecordType.CNAME)
                                    .records(DnsRecord.Cname.class)
                            : List.of();
            if (alias.isEmpty()) {
                return answer;
            }
            at = alias.getFirst().target();
        }
        return new Answer.Failed(
                Answer.Failure.SERVER, name + ": more than " + WireAnswer.MAX_ALIASES + " aliases");
    }
}
