package org.hikyaku.findings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dmarc.TreeWalk;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;

/** DMARC (RFC 9989): the record that applies, what it asks for, and who may get its reports. */
final class DmarcCheck {

    private static final String MAILTO = "mailto:";

    private final DomainName domain;
    private final Source source;
    private final Notes notes = new Notes(Area.DMARC);

    private DmarcCheck(DomainName domain, Source source) {
        this.domain = domain;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        return new DmarcCheck(subject.name(), source).run();
    }

    /** The record that applies to a domain, for checks that depend on it. */
    static Optional<DmarcRecord> record(DomainName domain, Source source) {
        return walk(domain, source).policyStep().map(TreeWalk.Step::record);
    }

    private static TreeWalk.Walk walk(DomainName domain, Source source) {
        // The steps of a walk do not depend on each other: all are asked for at once.
        for (DomainName at = domain; !at.isRoot(); at = next(at)) {
            at.withPrefix("_dmarc").ifPresent(name -> source.query(name, RecordType.TXT));
        }
        return new TreeWalk(source).from(domain);
    }

    /** RFC 9989 section 4.10: of 8 and more labels 7 are left. */
    private static DomainName next(DomainName at) {
        return at.labelCount() >= TreeWalk.MAX_QUERIES
                ? at.lastLabels(TreeWalk.MAX_QUERIES - 1)
                : at.parent();
    }

    private List<Finding> run() {
        TreeWalk.Walk walk = walk(domain, source);
        Answer own =
                domain.withPrefix("_dmarc")
                        .map(name -> source.query(name, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        if (notes.unanswered(own, "_dmarc." + domain)) {
            return notes.all();
        }
        own(own);
        Optional<TreeWalk.Step> step = walk.policyStep();
        if (step.isPresent() && step.get().record() != null) {
            record(step.get().name(), step.get().record());
        } else if (walk.failure().isPresent()) {
            boolean _ = notes.unanswered(walk.failure().get(), "_dmarc." + domain);
        } else if (notes.isClean()) {
            notes.add(Code.DMARC_NONE, "", domain);
        }
        return notes.all();
    }

    /** What is wrong at the domain itself, so wrong that it is no record. */
    private void own(Answer answer) {
        List<String> texts =
                answer.records(DnsRecord.Txt.class).stream().map(DnsRecord.Txt::value).toList();
        List<String> records = texts.stream().filter(DmarcParser::isRecord).toList();
        if (records.size() > 1) {
            // RFC 9989 section 4.10.1: of several none counts.
            notes.add(Code.DMARC_SEVERAL, String.join(" | ", records), records.size());
        }
        if (records.isEmpty() && !texts.isEmpty()) {
            notes.add(Code.DMARC_SYNTAX, texts.getFirst(), "_dmarc." + domain);
        }
    }

    private void record(DomainName at, DmarcRecord record) {
        String text = record.text();
        if (record.p() == null || record.wrongPolicy()) {
            notes.add(Code.DMARC_NO_POLICY, text);
        } else if (record.p() == Policy.NONE) {
            notes.add(Code.DMARC_POLICY_NONE, text);
        }
        boolean weaker =
                record.subdomainPolicy().ordinal() < record.domainPolicy().ordinal()
                        || record.nonexistentPolicy().ordinal() < record.domainPolicy().ordinal();
        if (weaker && at.equals(domain)) {
            notes.add(
                    Code.DMARC_SUBDOMAINS_WEAKER,
                    text,
                    record.subdomainPolicy().text(),
                    record.domainPolicy().text());
        }
        if (hasTag(text, "pct")) {
            // RFC 9989 appendix A: pct has gone; t=y is what is left of it.
            notes.add(Code.DMARC_PCT, text);
        }
        if (record.testing()) {
            notes.add(Code.DMARC_TESTING, text);
        }
        record.ignored().forEach(what -> notes.add(Code.DMARC_IGNORED, text, what));
        reports(at, record);
        if (record.applies()) {
            notes.add(Code.DMARC_RECORD, text, at, policyFor(at, record).text());
        }
    }

    private Policy policyFor(DomainName at, DmarcRecord record) {
        return at.equals(domain) ? record.domainPolicy() : record.subdomainPolicy();
    }

    private static boolean hasTag(String text, String name) {
        return Stream.of(text.split(";"))
                .map(tag -> tag.split("=", 2)[0].strip().toLowerCase(Locale.ROOT))
                .anyMatch(name::equals);
    }

    private void reports(DomainName at, DmarcRecord record) {
        if (record.rua().isEmpty()) {
            notes.add(Code.DMARC_NO_REPORTS, record.text());
        }
        Stream.concat(record.rua().stream(), record.ruf().stream())
                .distinct()
                .forEach(uri -> report(at, uri));
    }

    private void report(DomainName at, String uri) {
        Optional<DomainName> to = destination(uri);
        if (to.isEmpty()) {
            notes.add(Code.DMARC_NOT_MAILTO, uri, uri);
            return;
        }
        DomainName there = to.get();
        // RFC 9990 section 4: reports within one organizational domain need no leave.
        if (there.isWithin(at) || at.isWithin(there) || isOneOrganization(at, there)) {
            return;
        }
        Optional<DomainName> name = there.withPrefix(at + "._report._dmarc");
        Answer answer =
                name.map(n -> source.query(n, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        if (notes.unanswered(answer, name.map(DomainName::toString).orElse(uri))) {
            return;
        }
        boolean allowed =
                answer.records(DnsRecord.Txt.class).stream()
                        .anyMatch(txt -> DmarcParser.isRecord(txt.value()));
        notes.add(
                allowed ? Code.DMARC_AUTHORISED : Code.DMARC_UNAUTHORISED,
                uri,
                uri,
                at + "._report._dmarc." + there);
    }

    private boolean isOneOrganization(DomainName a, DomainName b) {
        return a.parent().labelCount() > 1
                && b.isWithin(a.parent())
                && walk(a, source)
                        .organizationalDomain()
                        .equals(walk(b, source).organizationalDomain());
    }

    /** The domain that an address is at; empty where it is none to send mail to. */
    private static Optional<DomainName> destination(String uri) {
        if (!uri.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            return Optional.empty();
        }
        String address = uri.substring(MAILTO.length()).split("[?]", 2)[0];
        return MailAddress.parse(address.replace("%40", "@")).map(MailAddress::domain);
    }
}
