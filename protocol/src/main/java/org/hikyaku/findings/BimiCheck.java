package org.hikyaku.findings;

import java.util.List;
import java.util.Optional;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** BIMI: the logo that some receivers show beside mail that passes an enforced DMARC policy. */
final class BimiCheck {

    private BimiCheck() {}

    static List<Finding> check(Subject subject, Source source) {
        Notes notes = new Notes(Area.BIMI);
        DomainName domain = subject.name();
        Answer answer =
                domain.withPrefix("default._bimi")
                        .map(name -> source.query(name, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        Optional<DmarcRecord> dmarc = DmarcCheck.record(domain, source);
        if (notes.unanswered(answer, "default._bimi." + domain)) {
            return notes.all();
        }
        List<String> records =
                answer.records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(BimiRecord::isRecord)
                        .toList();
        switch (records.size()) {
            case 0 -> notes.add(Code.BIMI_NONE, "", domain);
            case 1 -> record(records.getFirst(), dmarc, notes);
            default -> notes.add(Code.BIMI_SEVERAL, String.join(" | ", records), records.size());
        }
        return notes.all();
    }

    private static void record(String text, Optional<DmarcRecord> dmarc, Notes notes) {
        BimiRecord record;
        try {
            record = BimiRecord.parse(text);
        } catch (BimiRecord.Malformed e) {
            notes.add(Code.BIMI_SYNTAX, text, String.valueOf(e.getMessage()));
            return;
        }
        if (record.isDeclined()) {
            notes.add(Code.BIMI_DECLINED, text);
            return;
        }
        // Receivers show a logo only where p and sp are quarantine or reject.
        if (!dmarc.map(DmarcRecord::isEnforced).orElse(false)) {
            notes.add(Code.BIMI_DMARC, dmarc.map(DmarcRecord::text).orElse(""));
        }
        if (record.authority().isEmpty()) {
            notes.add(Code.BIMI_NO_CERTIFICATE, text);
        }
        if (!record.location().isEmpty() && !record.isSvg()) {
            notes.add(Code.BIMI_NOT_SVG, text, record.location());
        }
        notes.add(Code.BIMI_RECORD, text, record.location());
    }
}
