package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.dane.DaneResult;
import org.hikyaku.dane.DaneVerifier;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** DANE (RFC 7672): the TLSA records of the mail hosts against the certificates that they show. */
final class DaneCheck {

    /** A signed zone that is always there: whether the resolver validates shows here. */
    private static final DomainName SIGNED = new DomainName("com");

    private final DomainName domain;
    private final Source source;
    private final Notes notes = new Notes(Area.DANE);

    private DaneCheck(DomainName domain, Source source) {
        this.domain = domain;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        DaneCheck check = new DaneCheck(subject.name(), source);
        boolean validates = validates(source);
        for (MailHost host : MailHost.of(subject.name(), source)) {
            check.host(host, validates);
        }
        if (check.notes.all().isEmpty()) {
            check.notes.add(Code.DANE_NONE, "", subject.name());
        }
        return check.notes.all();
    }

    /** Whether the resolver checks DNSSEC signatures, as far as can be told. */
    static boolean validates(Source source) {
        return source.query(SIGNED, RecordType.NS).isAuthentic();
    }

    private void host(MailHost host, boolean validates) {
        Answer answer =
                host.name()
                        .withPrefix("_25._tcp")
                        .map(name -> source.query(name, RecordType.TLSA))
                        .orElse(new Answer.NoRecord(false, false, 0));
        // RFC 7672 section 2.1: a sender that obeys DANE defers where this question fails.
        if (notes.unanswered(answer, "_25._tcp." + host.name())
                || answer instanceof Answer.NoRecord) {
            return;
        }
        List<Tlsa> records = answer.records(Tlsa.class);
        String shown = records.stream().map(DnsRecord::text).collect(Collectors.joining(", "));
        if (!answer.isAuthentic()) {
            notes.add(validates ? Code.DANE_UNSIGNED : Code.DANE_UNVALIDATED, shown, host.name());
        }
        long usable =
                records.stream().filter(record -> DaneVerifier.problemOf(record).isEmpty()).count();
        if (usable == 0) {
            notes.add(Code.DANE_UNUSABLE, shown, host.name(), problems(records));
            return;
        }
        if (usable < records.size()) {
            notes.add(Code.DANE_ODD, shown, host.name(), problems(records));
        }
        host.addresses().forEach(address -> compare(host, address, records));
    }

    private static String problems(List<Tlsa> records) {
        return records.stream()
                .flatMap(record -> DaneVerifier.problemOf(record).stream())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private void compare(MailHost host, InetAddress address, List<Tlsa> records) {
        if (AddressKind.isPrivate(address)) {
            return;
        }
        Optional<SmtpSeen> seen = source.ask(new Question.Smtp(host.name(), address));
        if (seen.isEmpty() || !(seen.get() instanceof SmtpSeen.Session session)) {
            return; // the SMTP area tells why
        }
        String where = host.name() + " [" + AddressKind.text(address) + "]";
        switch (session.tls()) {
            case SmtpSeen.Tls.NotOffered _ -> notes.add(Code.DANE_NO_TLS, "", where);
            case SmtpSeen.Tls.Broken(String detail) -> notes.add(Code.DANE_NO_TLS, detail, where);
            case SmtpSeen.Tls.Works works -> {
                // RFC 7672 section 3.2.2: the certificate may name the host or the mail domain.
                Set<DomainName> names =
                        host.name().equals(domain) ? Set.of(domain) : Set.of(host.name(), domain);
                result(DaneVerifier.verify(records, works.chain(), names, works.at()), where);
            }
        }
    }

    private void result(DaneResult result, String where) {
        switch (result) {
            case DaneResult.Match(Tlsa record) -> notes.add(Code.DANE_MATCH, record.text(), where);
            case DaneResult.NoMatch(var reasons) ->
                    notes.add(Code.DANE_DIFFERS, String.join("; ", reasons), where);
            case DaneResult.NoneUsable(var reasons) ->
                    notes.add(Code.DANE_UNUSABLE, "", where, String.join("; ", reasons));
            case DaneResult.NoRecords _ -> {
                // Not asked for without any.
            }
        }
    }
}
