package org.hikyaku.neighbours.slips;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.zonefile.ZoneRecord;

/** Answers from the zone files of the host. Wildcards and delegations give no answer at all. */
final class ZoneAnswers implements Resolver {

    /** Aliases that lead to aliases: as many as resolvers follow. */
    private static final int MAX_ALIASES = 8;

    private final Map<DomainName, List<DnsRecord>> records = new HashMap<>();
    private final Set<DomainName> unsure = new HashSet<>();

    static ZoneAnswers of(List<NamedSetup.Zone> zones) {
        ZoneAnswers answers = new ZoneAnswers();
        for (NamedSetup.Zone zone : zones) {
            zone.contents().ifPresent(c -> c.forEach(r -> answers.add(r, zone.name())));
        }
        return answers;
    }

    private void add(ZoneRecord line, DomainName apex) {
        Optional<DomainName> owner = line.owner().domain();
        Optional<DnsRecord> data = line.data();
        if (owner.isEmpty() || data.isEmpty()) {
            return;
        }
        boolean delegates = data.get() instanceof DnsRecord.Ns && !owner.get().equals(apex);
        if (delegates) {
            unsure.add(owner.get());
        } else if (owner.get().ascii().startsWith("*.")) {
            unsure.add(owner.get().parent());
        }
        records.computeIfAbsent(owner.get(), _ -> new ArrayList<>()).add(data.get());
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<DnsRecord> all = records.getOrDefault(at, List.of());
            List<DnsRecord> found = all.stream().filter(r -> r.type() == type).toList();
            if (!found.isEmpty()) {
                return new Answer.Found(found, false, 0);
            }
            Optional<DnsRecord.Cname> alias =
                    all.stream()
                            .filter(DnsRecord.Cname.class::isInstance)
                            .map(DnsRecord.Cname.class::cast)
                            .findFirst();
            if (alias.isEmpty()) {
                return isUnsure(at) && all.isEmpty()
                        ? new Answer.Failed(Answer.Failure.REFUSED, "not in this zone")
                        : new Answer.NoRecord(!all.isEmpty(), false, 0);
            }
            at = alias.get().target();
            if (!records.containsKey(at)) {
                return new Answer.Failed(Answer.Failure.REFUSED, "an alias that leads elsewhere");
            }
        }
        return new Answer.Failed(Answer.Failure.SERVER, "aliases in a circle");
    }

    private boolean isUnsure(DomainName name) {
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            if (unsure.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
