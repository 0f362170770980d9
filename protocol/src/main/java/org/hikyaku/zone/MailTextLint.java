package org.hikyaku.zone;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneRecord;

/** The texts of mail in a zone: SPF, DKIM keys, DMARC, at the right names and whole. */
final class MailTextLint {

    private static final int SPF_TYPE = 99;

    /** UTF-8 of the quotation marks that word processors make, one char per octet. */
    private static final Pattern SMART_QUOTE = Pattern.compile("\u00e2\u0080[\u0098-\u009f]");

    private static final Pattern SPF_TERM =
            Pattern.compile(
                    "([-+~?]?(all|include:|a[:/]|mx[:/]?|ptr|ip4:|ip6:|exists:)|redirect=|exp=).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ONE_LABEL_TERM =
            Pattern.compile(
                    "(?:^| )([-+~?]?(?:include:|a:|mx:|redirect=)([a-z0-9-]+))(?= |$)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ONE_LABEL_REPORT =
            Pattern.compile("mailto:[^@,;!\\s]+@([A-Za-z0-9-]+)(?=[,;!\\s]|$)");

    private final Findings findings;

    MailTextLint(Findings findings) {
        this.findings = findings;
    }

    /** Takes what is found. */
    @FunctionalInterface
    interface Findings {
        void add(LintRule rule, ZoneRecord record, String... arguments);
    }

    void look(ZoneName owner, List<ZoneRecord> records) {
        int spf = 0;
        int dmarc = 0;
        for (ZoneRecord record : records) {
            List<String> strings = strings(record);
            String text = String.join("", strings);
            if (record.type() == SPF_TYPE) {
                findings.add(LintRule.SPF_TYPE, record, owner.text());
                continue;
            }
            quotes(record, text);
            if (SpfParser.isRecord(text) || isCutSpf(text)) {
                spf++;
                spf(owner, record, text, strings, spf);
            } else if (DmarcParser.isRecord(text)) {
                dmarc++;
                dmarc(owner, record, text, dmarc);
            } else if (isKey(owner, text)) {
                key(owner, record, text);
            } else if (owner.firstLabel().equals("_dmarc")
                    && text.toLowerCase(Locale.ROOT).contains("dmarc1")) {
                findings.add(LintRule.DMARC_UNREADABLE, record, text);
            }
        }
    }

    private static List<String> strings(ZoneRecord record) {
        try {
            return record.strings();
        } catch (ZoneFileException _) {
            return List.of(); // told by the check of the zone
        }
    }

    private static boolean isCutSpf(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("v=spf1")
                && SPF_TERM.matcher(text.substring(6)).matches();
    }

    private void quotes(ZoneRecord record, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean ofMail =
                lower.contains("v=spf1") || lower.contains("v=dkim1") || lower.contains("v=dmarc1");
        if (ofMail && (text.indexOf('"') >= 0 || SMART_QUOTE.matcher(text).find())) {
            findings.add(LintRule.QUOTES_STRAY, record, text);
        }
    }

    private void spf(
            ZoneName owner, ZoneRecord record, String text, List<String> strings, int count) {
        if (count == 2) {
            // RFC 7208 section 4.5: more than one is permerror.
            findings.add(LintRule.SPF_SEVERAL, record, owner.text());
        }
        if (isPlaced(owner, "_dmarc") || isPlaced(owner, "_domainkey")) {
            findings.add(LintRule.WRONG_NAME, record, "SPF", owner.text(), "");
        }
        boolean cut = false;
        for (int i = 1; i < strings.size() && !cut; i++) {
            String left = strings.get(i - 1);
            String right = strings.get(i);
            cut = !left.endsWith(" ") && !left.isEmpty() && SPF_TERM.matcher(right).matches();
            if (cut) {
                findings.add(LintRule.SPF_CUT, record, tail(left) + right);
            }
        }
        try {
            SpfParser.parse(text);
        } catch (SpfParser.Malformed e) {
            if (!cut) {
                findings.add(LintRule.SPF_UNREADABLE, record, String.valueOf(e.getMessage()));
            }
        }
        Matcher oneLabel = ONE_LABEL_TERM.matcher(text);
        while (oneLabel.find()) {
            findings.add(LintRule.ONE_LABEL, record, oneLabel.group(1), oneLabel.group(2));
        }
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 20));
    }

    private void dmarc(ZoneName owner, ZoneRecord record, String text, int count) {
        if (count == 2) {
            findings.add(LintRule.DMARC_SEVERAL, record, owner.text());
        }
        if (!isPlaced(owner, "_dmarc") && !isPlaced(owner, "_report")) {
            findings.add(LintRule.WRONG_NAME, record, "DMARC", owner.text(), "_dmarc");
        }
        try {
            DmarcRecord parsed = DmarcParser.parse(text);
            for (String ignored : parsed.ignored()) {
                findings.add(LintRule.DMARC_IGNORED, record, ignored);
            }
        } catch (DmarcParser.Malformed e) {
            findings.add(LintRule.DMARC_UNREADABLE, record, String.valueOf(e.getMessage()));
        }
        if (text.matches("(?is).*;\\s*pct\\s*=.*")) {
            findings.add(LintRule.DMARC_PCT, record);
        }
        Matcher oneLabel = ONE_LABEL_REPORT.matcher(text);
        while (oneLabel.find()) {
            findings.add(LintRule.ONE_LABEL, record, oneLabel.group(), oneLabel.group(1));
        }
    }

    /** The first label, or the second: a selector or a domain stands before. */
    private static boolean isPlaced(ZoneName owner, String label) {
        ZoneName at = owner;
        while (!at.wire().isEmpty()) {
            if (at.firstLabel().equals(label)) {
                return true;
            }
            at = at.parent();
        }
        return false;
    }

    private static boolean isKey(ZoneName owner, String text) {
        boolean says = text.stripLeading().toLowerCase(Locale.ROOT).startsWith("v=dkim1");
        boolean special = owner.firstLabel().startsWith("_"); // _adsp, _domainkey itself
        return says || isPlaced(owner, "_domainkey") && !special && text.contains("p=");
    }

    private void key(ZoneName owner, ZoneRecord record, String text) {
        if (!isPlaced(owner, "_domainkey")) {
            findings.add(LintRule.WRONG_NAME, record, "DKIM", owner.text(), "selector._domainkey");
        }
        try {
            DkimKeyRecord key = DkimKeyRecord.parse(text);
            if (!key.isRevoked()) {
                key.unusable()
                        .ifPresent(
                                why ->
                                        findings.add(
                                                LintRule.DKIM_KEY_BROKEN,
                                                record,
                                                owner.text(),
                                                why));
            }
        } catch (DkimKeyRecord.Malformed e) {
            findings.add(
                    LintRule.DKIM_UNREADABLE, record, owner.text(), String.valueOf(e.getMessage()));
        }
    }
}
