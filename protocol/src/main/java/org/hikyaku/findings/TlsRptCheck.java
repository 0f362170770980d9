package org.hikyaku.findings;

import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlsrpt.TlsRptRecord;

/** TLS reporting (RFC 8460). */
final class TlsRptCheck {

    private TlsRptCheck() {}

    static List<Finding> check(Subject subject, Source source) {
        Notes notes = new Notes(Area.TLSRPT);
        DomainName domain = subject.name();
        Answer answer =
                domain.withPrefix("_smtp._tls")
                        .map(name -> source.query(name, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        if (!notes.unanswered(answer, "_smtp._tls." + domain)) {
            records(
                    answer.records(DnsRecord.Txt.class).stream()
                            .map(DnsRecord.Txt::value)
                            .filter(TlsRptRecord::isRecord)
                            .toList(),
                    domain,
                    notes);
        }
        return notes.all();
    }

    private static void records(List<String> records, DomainName domain, Notes notes) {
        if (records.isEmpty()) {
            notes.add(Code.TLSRPT_NONE, "", domain);
            return;
        }
        if (records.size() > 1) {
            // RFC 8460 section 3: with more than one, senders assume that there is none.
            notes.add(Code.TLSRPT_SEVERAL, String.join(" | ", records), records.size());
            return;
        }
        String text = records.getFirst();
        try {
            notes.add(Code.TLSRPT_RECORD, text, String.join(", ", TlsRptRecord.parse(text).rua()));
        } catch (TlsRptRecord.Malformed e) {
            notes.add(Code.TLSRPT_SYNTAX, text, String.valueOf(e.getMessage()));
        }
    }
}
