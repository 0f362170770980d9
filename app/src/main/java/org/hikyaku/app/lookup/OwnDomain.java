package org.hikyaku.app.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hikyaku.dkim.DkimKeyCheck;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Code;
import org.hikyaku.findings.Receiver;
import org.hikyaku.findings.Severity;
import org.hikyaku.findings.Source;
import org.hikyaku.findings.Subject;
import org.hikyaku.name.DomainName;
import org.hikyaku.probe.Answers;
import org.hikyaku.probe.Surveyor;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.spf.SpfVerifier;
import org.hikyaku.zone.DesiredRecord;
import org.hikyaku.zone.MailZone;
import org.jspecify.annotations.Nullable;

/**
 * One of our domains: what it should publish, and what it does.
 *
 * @param host this server's name
 * @param given addresses that this server sends from; those of its name are looked at too
 * @param keys that sign for the domain
 */
record OwnDomain(
        DomainName domain, DomainName host, List<InetAddress> given, List<DkimKeyPair> keys) {

    /** What the DNS can show. */
    private static final List<Area> AREAS =
            List.of(
                    Area.SPF,
                    Area.DKIM,
                    Area.DMARC,
                    Area.MX,
                    Area.PTR,
                    Area.BLACKLIST,
                    Area.MTA_STS,
                    Area.TLSRPT,
                    Area.CAA,
                    Area.SOA,
                    Area.NS);

    OwnDomain {
        given = List.copyOf(given);
        keys = List.copyOf(keys);
    }

    /**
     * One record that the server needs.
     *
     * @param observed what stands there instead, as zone text; empty where nothing does
     */
    record Wanted(DesiredRecord record, boolean there, String observed) {}

    /** How it stands. */
    record State(
            DomainName domain,
            List<InetAddress> addresses,
            List<AreaReport> reports,
            List<Wanted> wanted,
            List<Receiver.Unmet> unmet) {

        /** Whether mail may be lost. */
        boolean hasFailed() {
            return !unmet.isEmpty()
                    || wanted.stream().anyMatch(w -> !w.there())
                    || reports.stream().anyMatch(r -> !r.of(Severity.FAILED).isEmpty());
        }

        /**
         * Everything that is wrong, each with its code and arguments, tabs between: a text that
         * stays the same while it is wrong. Which blocklist did not answer today is no news.
         */
        Set<String> problems() {
            Set<String> problems = new LinkedHashSet<>();
            reports.stream()
                    .flatMap(report -> report.findings().stream())
                    .filter(finding -> finding.severity() != Severity.PASSED)
                    .filter(finding -> finding.code() != Code.BLACKLIST_UNANSWERED)
                    .map(f -> Problem.text(f.code().word(), f.arguments()))
                    .forEach(problems::add);
            wanted.stream()
                    .filter(w -> !w.there())
                    .map(Wanted::record)
                    .map(r -> List.of(r.name().toString(), r.data().type().name()))
                    .map(arguments -> Problem.text(Problem.MISSING, arguments))
                    .forEach(problems::add);
            return problems;
        }
    }

    /**
     * Looks. Blocks until all has been asked, which has a deadline.
     *
     * @param connects whether the mail hosts are connected to
     */
    State look(Answers answers, List<DomainName> blockLists, boolean connects)
            throws InterruptedException {
        Surveyor surveyor = new Surveyor(answers);
        List<InetAddress> addresses = surveyor.settle(this::addresses);
        Subject subject =
                Subject.of(domain)
                        .withSenders(addresses)
                        .withSelectors(keys.stream().map(DkimKeyPair::selector).toList(), List.of())
                        .withBlockLists(blockLists);
        List<Area> areas = new ArrayList<>(AREAS);
        if (connects) {
            areas.add(areas.indexOf(Area.PTR) + 1, Area.SMTP);
        }
        List<AreaReport> reports = surveyor.survey(subject, areas);
        List<Wanted> wanted = surveyor.settle(source -> wanted(addresses, source));
        List<Receiver.Unmet> unmet = new ArrayList<>();
        for (Receiver receiver : Receiver.values()) {
            unmet.addAll(receiver.unmet(reports));
        }
        return new State(domain, addresses, reports, wanted, unmet);
    }

    private List<InetAddress> addresses(Source source) {
        Set<InetAddress> all = new LinkedHashSet<>(given);
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            source.query(host, type)
                    .records(DnsRecord.Address.class)
                    .forEach(record -> all.add(record.address()));
        }
        return List.copyOf(all);
    }

    private List<Wanted> wanted(List<InetAddress> addresses, Source source) {
        MailZone zone = new MailZone(domain, host, addresses, keyTexts(), existing(source));
        return zone.records().stream().map(record -> wanted(record, addresses, source)).toList();
    }

    private Map<String, String> keyTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (DkimKeyPair pair : keys) {
            try {
                texts.put(pair.selector(), DkimKeys.publishedRecord(pair));
            } catch (DkimKeys.Unreadable e) {
                throw new IllegalStateException("a key of the store has a public half", e);
            }
        }
        return texts;
    }

    private MailZone.Existing existing(Source source) {
        String dmarc =
                domain.withPrefix("_dmarc")
                        .map(
                                name ->
                                        text(
                                                source.query(name, RecordType.TXT),
                                                DmarcParser::isRecord))
                        .orElse(null);
        return new MailZone.Existing(
                text(source.query(domain, RecordType.TXT), SpfParser::isRecord), dmarc);
    }

    private static @Nullable String text(Answer answer, Predicate<String> wanted) {
        return answer.records(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::value)
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    private Wanted wanted(DesiredRecord record, List<InetAddress> addresses, Source source) {
        Answer answer = source.query(record.name(), record.data().type());
        List<DnsRecord> found = answer.records(DnsRecord.class);
        boolean there =
                switch (record.data()) {
                    case DnsRecord.Txt(String text) when SpfParser.isRecord(text) ->
                            passes(record.name(), addresses, source);
                    case DnsRecord.Txt(String text) when DmarcParser.isRecord(text) ->
                            // What is published may differ from what would be proposed.
                            text(answer, DmarcParser::isRecord) != null;
                    case DnsRecord.Txt _ -> signs(record, source);
                    case DnsRecord data -> found.contains(data);
                };
        String observed =
                found.stream().map(DnsRecord::text).sorted().collect(Collectors.joining(", "));
        return new Wanted(record, there, observed);
    }

    /** Whether SPF passes for every address, however the record says it. */
    private static boolean passes(DomainName name, List<InetAddress> addresses, Resolver source) {
        SpfVerifier verifier =
                new SpfVerifier(source, SpfLimits.DEFAULT, InstantSource.fixed(Instant.EPOCH));
        String text = name.ascii();
        boolean all = true;
        for (InetAddress address : addresses) {
            all &=
                    verifier.checkHost(address, text, "postmaster@" + text, text, text).code()
                            == SpfResult.Code.PASS;
        }
        return all && !addresses.isEmpty();
    }

    /** Whether the published key is the one that signs. */
    private boolean signs(DesiredRecord record, Resolver source) {
        for (DkimKeyPair pair : keys) {
            if (record.name().ascii().startsWith(pair.selector() + "._domainkey.")) {
                return DkimKeyCheck.of(source, pair).isUsable();
            }
        }
        return false;
    }
}
