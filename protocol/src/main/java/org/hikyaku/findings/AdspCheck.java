package org.hikyaku.findings;

import java.util.List;
import java.util.Locale;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.TagList;

/** ADSP (RFC 5617, Historic since 2013): nobody obeys it; DMARC has taken its place. */
final class AdspCheck {

    private AdspCheck() {}

    static List<Finding> check(Subject subject, Source source) {
        Notes notes = new Notes(Area.ADSP);
        DomainName domain = subject.name();
        Answer answer =
                domain.withPrefix("_adsp._domainkey")
                        .map(name -> source.query(name, RecordType.TXT))
                        .orElse(new Answer.NoRecord(false, false, 0));
        if (!notes.unanswered(answer, "_adsp._domainkey." + domain)) {
            practices(
                    answer.records(DnsRecord.Txt.class).stream()
                            .map(DnsRecord.Txt::value)
                            .filter(text -> text.startsWith("dkim"))
                            .toList(),
                    notes);
        }
        return notes.all();
    }

    private static void practices(List<String> records, Notes notes) {
        if (records.isEmpty()) {
            notes.add(Code.ADSP_NONE, "");
            return;
        }
        String text = records.getFirst();
        if (records.size() > 1) {
            // RFC 5617 section 4.3: with more than one record none counts.
            notes.add(Code.ADSP_BROKEN, String.join(" | ", records));
            return;
        }
        try {
            String word = TagList.parse(text).get("dkim", "").toLowerCase(Locale.ROOT);
            switch (word) {
                case "all", "discardable" -> notes.add(Code.ADSP_STRICT, text, word);
                case "unknown" -> notes.add(Code.ADSP_UNKNOWN, text);
                default -> notes.add(Code.ADSP_BROKEN, text);
            }
        } catch (TagList.Malformed _) {
            notes.add(Code.ADSP_BROKEN, text);
        }
    }
}
