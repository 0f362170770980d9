package org.hikyaku.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneProblem;
import org.hikyaku.zonefile.ZoneRecord;

/**
 * Looks through a zone for what loads and does not do what was meant: final dots, cut keys, second
 * SPF records, names that nobody asks for. {@link org.hikyaku.zonefile.ZoneCheck} tells what does
 * not load.
 */
public final class ZoneLint {

    /** More of one zone is not told. */
    private static final int MAX_PROBLEMS = 1000;

    private static final int TXT = 16;
    private static final int SPF = 99;

    /** Last labels that are hardly ever meant within a zone. */
    private static final Set<String> TOP_LEVEL =
            Set.of("com", "net", "org", "jp", "io", "info", "edu", "gov", "arpa", "de", "uk");

    private static final long WEEKS_SECONDS = 1_209_600;

    private final ZoneFile zone;
    private final List<ZoneProblem> problems = new ArrayList<>();
    private final Set<ZoneName> owners = new HashSet<>();
    private final Map<ZoneName, List<ZoneRecord>> texts = new HashMap<>();
    private final List<ZoneRecord> others = new ArrayList<>();

    private ZoneLint(ZoneFile zone) {
        this.zone = zone;
    }

    /** What is found, in the order of the file. */
    public static List<ZoneProblem> of(ZoneFile zone) {
        ZoneLint lint = new ZoneLint(zone);
        lint.run();
        return lint.problems;
    }

    private void run() {
        zone.forEach(this::sort);
        others.forEach(this::other);
        MailTextLint mail = new MailTextLint(this::add);
        texts.forEach(mail::look);
        problems.sort(
                java.util.Comparator.comparing((ZoneProblem p) -> p.at().file())
                        .thenComparingInt(p -> p.at().line()));
    }

    private void sort(ZoneRecord record) {
        if (!record.owner().isWithin(zone.apex())) {
            return;
        }
        owners.add(record.owner());
        switch (record.type()) {
            case TXT, SPF ->
                    texts.computeIfAbsent(record.owner(), _ -> new ArrayList<>()).add(record);
            case 1, 28 -> {} // an address says nothing that could be looked at
            default -> others.add(record);
        }
        owner(record);
        time(record);
    }

    private void add(LintRule rule, ZoneRecord record, String... arguments) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(ZoneProblem.of(rule, record.location(), arguments));
        }
    }

    private void owner(ZoneRecord record) {
        if (isDoubled(record.owner())) {
            add(
                    LintRule.DOT_MISSING_OWNER,
                    record,
                    record.owner().text(),
                    withoutApex(record.owner()).text());
        }
    }

    /** {@code _dmarc.example.com} without its dot, in the zone example.com. */
    private boolean isDoubled(ZoneName name) {
        boolean inside = name.isWithin(zone.apex()) && !zone.apex().wire().isEmpty();
        return inside
                && name.labelCount() >= 2 * zone.apex().labelCount()
                && zone.apex().labelCount() > 1
                && withoutApex(name).isWithin(zone.apex());
    }

    private ZoneName withoutApex(ZoneName name) {
        return new ZoneName(
                name.wire().substring(0, name.wire().length() - zone.apex().wire().length()));
    }

    private void time(ZoneRecord record) {
        if (record.ttlSeconds() > WEEKS_SECONDS) {
            add(LintRule.TTL_LONG, record, Integer.toString(record.ttlSeconds()));
        }
        boolean asked = record.type() == 15 || record.type() == 2 || record.type() == TXT;
        if (record.ttlSeconds() == 0 && asked) {
            add(LintRule.TTL_ZERO, record);
        }
    }

    private void other(ZoneRecord record) {
        DnsRecord data = record.data().orElse(null);
        switch (data) {
            case DnsRecord.Ns(var target) -> target(record, target);
            case DnsRecord.Mx(_, var target) -> target(record, target);
            case DnsRecord.Cname(var target) -> target(record, target);
            case DnsRecord.Ptr(var target) -> target(record, target);
            case DnsRecord.Srv(_, _, _, var target) -> target(record, target);
            case DnsRecord.Soa soa -> timers(record, soa.timers());
            case null -> {}
            case DnsRecord.Address _, DnsRecord.Txt _, DnsRecord.Caa _, DnsRecord.Tlsa _ -> {}
            case DnsRecord.Other _ -> {}
        }
    }

    private void target(ZoneRecord record, DomainName target) {
        ZoneName name = ZoneName.of(target);
        String type = record.data().map(d -> d.type().name()).orElse("");
        if (target.labelCount() == 1) {
            add(LintRule.ONE_LABEL, record, type, target + ".");
            return;
        }
        boolean inside = name.isWithin(zone.apex()) && !name.equals(zone.apex());
        if (!inside || owners.contains(name)) {
            return;
        }
        ZoneName meant = withoutApex(name);
        boolean elsewhere =
                meant.labelCount() > 1
                        && meant.domain()
                                .map(d -> TOP_LEVEL.contains(d.labels().getLast()))
                                .orElse(false);
        if (isDoubled(name) || elsewhere) {
            add(LintRule.DOT_MISSING_TARGET, record, type, name.text(), withoutApex(name).text());
        }
    }

    /** RFC 1912 section 2.2, RFC 2308 section 5: what the timers are for. */
    private void timers(ZoneRecord soa, DnsRecord.Soa.Timers timers) {
        if (timers.refreshSeconds() < 300) {
            add(LintRule.TIMER_LOW, soa, "refresh", "" + timers.refreshSeconds(), "3600");
        }
        if (timers.refreshSeconds() > 172_800) {
            add(LintRule.TIMER_HIGH, soa, "refresh", "" + timers.refreshSeconds(), "86400");
        }
        if (timers.retrySeconds() < 60) {
            add(LintRule.TIMER_LOW, soa, "retry", "" + timers.retrySeconds(), "600");
        }
        if (timers.retrySeconds() > timers.refreshSeconds()) {
            add(
                    LintRule.TIMER_RETRY,
                    soa,
                    "" + timers.retrySeconds(),
                    "" + timers.refreshSeconds());
        }
        if (timers.expireSeconds() < 86_400) {
            add(LintRule.TIMER_LOW, soa, "expire", "" + timers.expireSeconds(), "1209600");
        }
        if (timers.minimumSeconds() > 86_400) {
            add(LintRule.TIMER_HIGH, soa, "minimum", "" + timers.minimumSeconds(), "3600");
        }
    }
}
