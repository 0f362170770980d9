package org.hikyaku.neighbours.slips;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zonefile.ZoneRecord;

/** Domains of our zones that send mail: they have an SPF record that permits somebody. */
final class Senders {

    private Senders() {}

    record Sender(DomainName name, Place at) {}

    static List<Sender> of(Setup setup) {
        List<Sender> found = new ArrayList<>();
        for (NamedSetup.Zone zone : setup.named().map(NamedSetup::primaries).orElse(List.of())) {
            List<ZoneRecord> records =
                    zone.contents().map(c -> c.records()).orElse(List.<ZoneRecord>of());
            Set<DomainName> hosts = mailHosts(records);
            for (ZoneRecord record : records) {
                Optional<DomainName> owner = record.owner().domain();
                boolean sends =
                        owner.isPresent()
                                && owner.get().isHostName()
                                && !hosts.contains(owner.get())
                                && record.data().filter(Senders::permitsSomebody).isPresent();
                if (sends) {
                    found.add(new Sender(owner.orElseThrow(), ZoneRules.place(record)));
                }
            }
        }
        return found;
    }

    /** Names of hosts have SPF records for HELO (RFC 7208 section 2.3); nobody writes from them. */
    private static Set<DomainName> mailHosts(List<ZoneRecord> records) {
        Set<DomainName> found = new HashSet<>();
        for (ZoneRecord record : records) {
            if (record.data().orElse(null) instanceof DnsRecord.Mx mx) {
                found.add(mx.exchange());
            }
        }
        return found;
    }

    private static boolean permitsSomebody(DnsRecord data) {
        return data instanceof DnsRecord.Txt txt
                && SpfParser.isRecord(txt.value())
                && !txt.value().strip().equalsIgnoreCase("v=spf1 -all");
    }
}
