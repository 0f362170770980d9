package org.hikyaku.findings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfParser;

/** The texts at a name, and what a slip of the pen leaves there. */
final class TxtCheck {

    private static final int MAX_SHOWN = 60;

    /** How records begin that belong to a name below. */
    private static final Map<String, String> PLACES =
            Map.of(
                    "v=dmarc1", "_dmarc",
                    "v=dkim1", "SELECTOR._domainkey",
                    "v=stsv1", "_mta-sts",
                    "v=tlsrptv1", "_smtp._tls",
                    "v=bimi1", "default._bimi");

    private TxtCheck() {}

    static List<Finding> check(Subject subject, Source source) {
        Notes notes = new Notes(Area.TXT);
        DomainName name = subject.name();
        Answer answer = source.query(name, RecordType.TXT);
        if (notes.unanswered(answer, name + " TXT")) {
            return notes.all();
        }
        List<String> texts =
                answer.records(DnsRecord.Txt.class).stream().map(DnsRecord.Txt::value).toList();
        if (texts.isEmpty()) {
            notes.add(Code.TXT_NONE, "", name);
        }
        boolean above = !name.isRoot() && !name.ascii().startsWith("_");
        for (String text : texts.subList(0, Math.min(MAX_SHOWN, texts.size()))) {
            text(text, name, above, notes);
        }
        return notes.all();
    }

    private static void text(String text, DomainName name, boolean above, Notes notes) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        if (bare.length() > 1 && (bare.startsWith("\"") || bare.endsWith("\""))) {
            notes.add(Code.TXT_QUOTES, text, name);
            return;
        }
        if (isAlmostSpf(text, bare)) {
            // RFC 7208 section 4.5: it must begin with exactly "v=spf1" and a space.
            notes.add(Code.TXT_ALMOST, text, name);
            return;
        }
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            if (above && bare.startsWith(place.getKey()) && !name.ascii().contains("._")) {
                notes.add(Code.TXT_MISPLACED, text, place.getValue() + "." + name);
                return;
            }
        }
        notes.add(Code.TXT_RECORD, text, name, text.length());
    }

    private static boolean isAlmostSpf(String text, String bare) {
        boolean looks =
                bare.startsWith("v=spf1")
                        || bare.startsWith("v=spf ")
                        || bare.startsWith("v spf1")
                        || bare.startsWith("v:spf1")
                        || bare.startsWith("spf1 ")
                        || bare.startsWith("v = spf1");
        return looks && !SpfParser.isRecord(text);
    }
}
