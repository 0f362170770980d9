package org.hikyaku.zones;

import java.io.IOException;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Update;

/** Writes dynamic updates (RFC 2136). */
final class UpdateMessages {

    private UpdateMessages() {}

    /**
     * One update, which happens whole or not at all (RFC 2136 section 3.4). Each place has to be as
     * it was read, or the server refuses: so nothing that somebody else changed meanwhile is
     * overwritten.
     *
     * @param defaultTtlSeconds for new places whose change says nothing
     */
    static Update of(DomainName zone, List<RrsetEdit> edits, long defaultTtlSeconds) {
        Update update = new Update(name(zone));
        for (RrsetEdit edit : edits) {
            require(update, edit);
        }
        for (RrsetEdit edit : edits) {
            Name owner = name(edit.before().place().name());
            for (DnsRecord gone : edit.removed()) {
                update.delete(wire(owner, gone, 0)); // RFC 2136 section 2.5.4
            }
            long ttl = ttl(edit, defaultTtlSeconds);
            // RFC 2136 section 3.4.2.2: a record that is there takes the new time to live.
            List<DnsRecord> written = edit.changesTtl() ? edit.after() : edit.added();
            for (DnsRecord record : written) {
                update.add(wire(owner, record, ttl)); // RFC 2136 section 2.5.1
            }
        }
        return update;
    }

    private static void require(Update update, RrsetEdit edit) {
        Place place = edit.before().place();
        Name owner = name(place.name());
        if (edit.before().records().isEmpty()) {
            update.absent(owner, place.type().number()); // RFC 2136 section 2.4.3
        }
        for (DnsRecord record : edit.before().records()) {
            update.present(wire(owner, record, 0)); // RFC 2136 section 2.4.2
        }
    }

    private static long ttl(RrsetEdit edit, long defaultTtlSeconds) {
        if (edit.ttl() != null) {
            return edit.ttl().toSeconds();
        }
        return edit.before().records().isEmpty() ? defaultTtlSeconds : edit.before().ttlSeconds();
    }

    static Name name(DomainName name) {
        try {
            // RFC 1035 section 5.1: within a label only these two have a meaning of their own.
            return Name.fromString(name.isRoot() ? "." : name.ascii().replace("\\", "\\\\") + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("a DomainName is a name: " + name, e);
        }
    }

    private static org.xbill.DNS.Record wire(Name owner, DnsRecord data, long ttlSeconds) {
        try {
            return org.xbill.DNS.Record.fromString(
                    owner, data.type().number(), DClass.IN, ttlSeconds, data.text(), Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no record data: " + data.type() + " at " + owner, e);
        }
    }
}
