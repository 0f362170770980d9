package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.DnsRecord.Soa;
import org.hikyaku.dns.RecordType;

/** The start of the zone: its timers (RFC 1912 section 2.2), and whether all servers have it. */
final class SoaCheck {

    private static final long MIN_REFRESH_SECONDS = 300;
    private static final long MAX_REFRESH_SECONDS = 2 * 86_400;

    /** RFC 1912 section 2.2: two to four weeks; less than one and a long weekend ends the zone. */
    private static final long MIN_EXPIRE_SECONDS = 7 * 86_400;

    /** RFC 2308 section 5: one to three hours are sound; a day means that mistakes last a day. */
    private static final long MAX_NEGATIVE_SECONDS = 86_400;

    private final Source source;
    private final Notes notes = new Notes(Area.SOA);

    private SoaCheck(Source source) {
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        SoaCheck check = new SoaCheck(source);
        Optional<Zone> zone = Zone.of(subject.name(), source);
        if (zone.isPresent()) {
            check.timers(zone.get().soa());
            check.servers(zone.get());
        } else {
            Answer own = source.query(subject.name(), RecordType.SOA);
            if (!check.notes.unanswered(own, subject.name() + " SOA")) {
                check.notes.add(Code.SOA_NONE, "", subject.name());
            }
        }
        return check.notes.all();
    }

    private void timers(Soa soa) {
        Soa.Timers timers = soa.timers();
        String text = soa.text();
        if (timers.refreshSeconds() < MIN_REFRESH_SECONDS
                || timers.refreshSeconds() > MAX_REFRESH_SECONDS) {
            notes.add(Code.SOA_REFRESH, text, timers.refreshSeconds());
        }
        if (timers.retrySeconds() >= timers.refreshSeconds() || timers.retrySeconds() == 0) {
            notes.add(Code.SOA_RETRY, text, timers.retrySeconds(), timers.refreshSeconds());
        }
        if (timers.expireSeconds() < MIN_EXPIRE_SECONDS
                || timers.expireSeconds() <= timers.refreshSeconds() + timers.retrySeconds()) {
            notes.add(Code.SOA_EXPIRE, text, timers.expireSeconds());
        }
        if (timers.minimumSeconds() > MAX_NEGATIVE_SECONDS) {
            notes.add(Code.SOA_NEGATIVE, text, timers.minimumSeconds());
        }
    }

    private void servers(Zone zone) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (MailHost server : zone.servers()) {
            for (InetAddress address : server.addresses()) {
                soa(zone, address)
                        .ifPresent(
                                soa ->
                                        seen.put(
                                                server.name() + " " + AddressKind.text(address),
                                                soa.text()));
            }
        }
        String serials =
                seen.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue().split(" ")[2])
                        .collect(Collectors.joining(", "));
        if (new LinkedHashSet<>(seen.values()).size() > 1) {
            notes.add(Code.SOA_DIFFER, serials, zone.apex());
        } else if (seen.isEmpty()) {
            notes.add(Code.SOA_SERIAL, zone.soa().text(), zone.apex(), zone.soa().serial());
        } else {
            notes.add(Code.SOA_SAME, serials, zone.apex(), seen.size(), zone.soa().serial());
        }
    }

    private Optional<Soa> soa(Zone zone, InetAddress address) {
        return source.ask(
                        new Question.Server(
                                address, zone.apex(), RecordType.SOA, Question.Way.DATAGRAM))
                .filter(said -> said instanceof ServerSaid.Reply reply && reply.authoritative())
                .flatMap(
                        said ->
                                ((ServerSaid.Reply) said)
                                        .answer().records(DnsRecord.Soa.class).stream()
                                                .findFirst());
    }
}
