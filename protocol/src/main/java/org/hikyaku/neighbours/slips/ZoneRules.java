package org.hikyaku.neighbours.slips;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneRecord;
import org.hikyaku.zonefile.ZoneSerial;
import org.jspecify.annotations.Nullable;

/** Slips in the zones that are changed on this host. */
final class ZoneRules {

    private final NamedSetup named;
    private final Found found;
    private final Resolver resolver;

    ZoneRules(NamedSetup named, Found found, Resolver resolver) {
        this.named = named;
        this.found = found;
        this.resolver = resolver;
    }

    void check(Instant now) {
        for (NamedSetup.Zone zone : named.primaries()) {
            zone.contents().ifPresent(c -> zone(zone, c, now));
        }
    }

    static Place place(ZoneRecord record) {
        return new Place(record.location().file(), record.location().line());
    }

    private record Text(DomainName owner, String value, Place at) {}

    private void zone(NamedSetup.Zone zone, ZoneFile contents, Instant now) {
        List<Text> texts = new ArrayList<>();
        for (ZoneRecord record : contents.records()) {
            Optional<DomainName> owner = record.owner().domain();
            @Nullable DnsRecord data = record.data().orElse(null);
            if (data instanceof DnsRecord.Txt txt) {
                owner.ifPresent(o -> texts.add(new Text(o, txt.value(), place(record))));
            } else if (data instanceof DnsRecord.Mx mx) {
                mailHost(mx, record);
            } else if (data instanceof DnsRecord.Soa soa) {
                serial(soa, record, zone, now);
            }
        }
        texts.forEach(this::text);
        twice(texts);
        new SpfRules(zone.name(), found, resolver)
                .check(
                        texts.stream()
                                .map(t -> new SpfRules.Seen(t.owner(), t.value(), t.at()))
                                .toList());
    }

    private void mailHost(DnsRecord.Mx mx, ZoneRecord record) {
        if (mx.exchange().isRoot()) {
            return;
        }
        boolean none =
                resolver.query(mx.exchange(), RecordType.A) instanceof Answer.NoRecord
                        && resolver.query(mx.exchange(), RecordType.AAAA)
                                instanceof Answer.NoRecord;
        if (none) {
            found.add(SlipRule.MX_WITHOUT_ADDRESS, place(record), mx.exchange().ascii());
        }
    }

    private void serial(DnsRecord.Soa soa, ZoneRecord record, NamedSetup.Zone zone, Instant now) {
        boolean byHand = !zone.isDynamic() && !zone.isSignedInline();
        if (byHand && ZoneSerial.of(soa.serial(), now) == ZoneSerial.EPOCH) {
            Place start = place(record);
            found.add(
                    SlipRule.SERIAL_SECONDS,
                    serialLine(zone, start, soa.serial()),
                    String.valueOf(soa.serial()),
                    Instant.ofEpochSecond(soa.serial())
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate()
                            .toString());
        }
    }

    /** The line with the number itself: the record may go over several. */
    private static Place serialLine(NamedSetup.Zone zone, Place start, long serial) {
        String number = String.valueOf(serial);
        return zone.source()
                .filter(f -> f.path().equals(start.path()))
                .map(f -> f.text())
                .flatMap(
                        t ->
                                IntStream.range(
                                                start.line() - 1,
                                                Math.min(t.lineCount(), start.line() + 9))
                                        .filter(l -> t.line(l).contains(number))
                                        .mapToObj(l -> new Place(start.path(), l + 1))
                                        .findFirst())
                .orElse(start);
    }

    private void text(Text text) {
        String owner = text.owner().ascii();
        if (owner.startsWith("_dmarc.")) {
            dmarc(text);
        } else if (owner.startsWith("_adsp._domainkey.")) {
            found.add(SlipRule.ADSP_HISTORIC, text.at(), text.value());
        } else if (owner.contains("._domainkey.") && !owner.startsWith("_")) {
            try {
                DkimKeyRecord.parse(text.value());
            } catch (DkimKeyRecord.Malformed e) {
                found.add(
                        SlipRule.KEY_RECORD_MALFORMED,
                        text.at(),
                        owner,
                        String.valueOf(e.getMessage()));
            }
        }
    }

    private void twice(List<Text> texts) {
        Map<DomainName, Set<String>> seen = new HashMap<>();
        for (Text text : texts) {
            boolean spf = SpfParser.isRecord(text.value());
            boolean dmarc =
                    text.owner().ascii().startsWith("_dmarc.")
                            && DmarcParser.isRecord(text.value());
            String kind = spf ? "SPF" : dmarc ? "DMARC" : "";
            boolean first =
                    kind.isEmpty()
                            || seen.computeIfAbsent(text.owner(), _ -> new HashSet<>()).add(kind);
            if (!first) {
                found.add(
                        spf ? SlipRule.SPF_TWICE : SlipRule.DMARC_TWICE,
                        text.at(),
                        text.owner().ascii());
            }
        }
    }

    private void dmarc(Text text) {
        if (!DmarcParser.isRecord(text.value())) {
            boolean meant = text.value().toLowerCase(Locale.ROOT).contains("dmarc1");
            if (meant) {
                found.add(SlipRule.DMARC_MALFORMED, text.at(), text.value());
            }
            return;
        }
        try {
            DmarcRecord record = DmarcParser.parse(text.value());
            if (record.wrongPolicy()) {
                found.add(SlipRule.DMARC_MALFORMED, text.at(), text.value());
            }
            if (text.value().matches("(?i).*;\\s*pct\\s*=.*")) {
                found.add(SlipRule.DMARC_PCT, text.at(), String.valueOf(record.percent()));
            }
            DomainName domain = text.owner().parent();
            record.rua().forEach(u -> report(domain, u, text.at()));
            record.ruf().forEach(u -> report(domain, u, text.at()));
        } catch (DmarcParser.Malformed _) {
            found.add(SlipRule.DMARC_MALFORMED, text.at(), text.value());
        }
    }

    private void report(DomainName domain, String uri, Place at) {
        int sign = uri.lastIndexOf('@');
        Optional<DomainName> to =
                uri.regionMatches(true, 0, "mailto:", 0, 7) && sign > 0
                        ? DomainName.parse(uri.substring(sign + 1))
                        : Optional.empty();
        if (to.isEmpty()) {
            return;
        }
        DomainName there = to.get();
        boolean nowhere =
                there.labelCount() < 2
                        || resolver.query(there, RecordType.MX) instanceof Answer.NoRecord
                                && resolver.query(there, RecordType.A) instanceof Answer.NoRecord
                                && resolver.query(there, RecordType.AAAA)
                                        instanceof Answer.NoRecord;
        if (nowhere) {
            found.add(SlipRule.REPORTS_UNDELIVERABLE, at, uri, there.ascii(), domain.ascii());
        } else if (!there.isWithin(domain) && !domain.isWithin(there)) {
            authorized(domain, there, uri, at);
        }
    }

    /** RFC 9990 section 4: a domain that takes the reports of another says so. */
    private void authorized(DomainName domain, DomainName there, String uri, Place at) {
        Optional<DomainName> name = there.withPrefix(domain.ascii() + "._report._dmarc");
        Answer answer =
                name.map(n -> resolver.query(n, RecordType.TXT))
                        .orElse(new Answer.Failed(Answer.Failure.MALFORMED, "too long"));
        boolean said =
                answer.records(DnsRecord.Txt.class).stream()
                        .anyMatch(t -> DmarcParser.isRecord(t.value()));
        if (!(answer instanceof Answer.Failed) && !said) {
            found.add(
                    SlipRule.REPORTS_NOT_AUTHORIZED,
                    at,
                    uri,
                    name.map(DomainName::ascii).orElse(""));
        }
    }
}
