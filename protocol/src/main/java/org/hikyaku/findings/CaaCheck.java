package org.hikyaku.findings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.DnsRecord.Caa;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** Which authorities may issue certificates (RFC 8659). */
final class CaaCheck {

    /** RFC 8659 section 4.1: the flag that says "whoever does not know this must not issue". */
    private static final int CRITICAL = 128;

    /** RFC 8659 section 4, RFC 9495 and the CA/Browser Forum's. */
    private static final Set<String> TAGS =
            Set.of(
                    "issue",
                    "issuewild",
                    "iodef",
                    "issuemail",
                    "issuevmc",
                    "contactemail",
                    "contactphone");

    private CaaCheck() {}

    static List<Finding> check(Subject subject, Source source) {
        Notes notes = new Notes(Area.CAA);
        // RFC 8659 section 3: the closest name that has any, up to the top.
        for (DomainName at = subject.name(); !at.isRoot(); at = at.parent()) {
            source.query(at, RecordType.CAA);
        }
        for (DomainName at = subject.name(); !at.isRoot(); at = at.parent()) {
            Answer answer = source.query(at, RecordType.CAA);
            // RFC 8659 section 3: where the question fails, no certificate is issued.
            if (notes.unanswered(answer, at + " CAA")) {
                return notes.all();
            }
            if (answer instanceof Answer.Found) {
                records(at, answer.records(Caa.class), notes);
                return notes.all();
            }
        }
        notes.add(Code.CAA_NONE, "", subject.name());
        return notes.all();
    }

    private static void records(DomainName at, List<Caa> records, Notes notes) {
        String all = records.stream().map(DnsRecord::text).collect(Collectors.joining(", "));
        for (Caa record : records) {
            boolean known = TAGS.contains(record.tag().toLowerCase(Locale.ROOT));
            if (!known && (record.flags() & CRITICAL) != 0) {
                notes.add(Code.CAA_CRITICAL, record.text(), record.tag());
            } else if (!known || !isWellFormed(record)) {
                notes.add(Code.CAA_SYNTAX, record.text(), at);
            }
        }
        List<String> issuers =
                records.stream()
                        .filter(record -> record.tag().equalsIgnoreCase("issue"))
                        .map(record -> issuer(record.value()))
                        .toList();
        boolean limited = !issuers.isEmpty();
        List<String> named = issuers.stream().filter(name -> !name.isEmpty()).toList();
        if (limited && named.isEmpty()) {
            notes.add(Code.CAA_NOBODY, all, at);
        } else if (notes.isClean()) {
            notes.add(Code.CAA_ISSUERS, all, at, limited ? String.join(", ", named) : "*");
        }
    }

    /** RFC 8659 section 4.2: a domain or nothing, then parameters after semicolons. */
    private static String issuer(String value) {
        return value.split(";", 2)[0].strip();
    }

    private static boolean isWellFormed(Caa record) {
        if (!record.tag().toLowerCase(Locale.ROOT).startsWith("issue")) {
            return true;
        }
        String issuer = issuer(record.value());
        boolean blank = issuer.isEmpty() && !record.value().strip().isEmpty();
        return blank
                || record.value().isEmpty()
                || DomainName.parse(issuer).filter(DomainName::isHostName).isPresent();
    }
}
