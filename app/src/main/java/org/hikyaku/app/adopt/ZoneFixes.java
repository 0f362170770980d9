package org.hikyaku.app.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.adopt.Note;
import org.hikyaku.app.adopt.OwnFiles.Key;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneChange;
import org.hikyaku.zonefile.ZoneChange.Item;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneRecord;

/**
 * What is put right in a zone: records that say something else than their author meant, and keys
 * that differ from those that sign.
 */
final class ZoneFixes {

    private static final int TXT = RecordType.TXT.number();
    private static final String ADSP = "_adsp";
    private static final String DMARC = "_dmarc";

    /** An address for reports whose domain has one label: its end was left out. */
    private static final Pattern SHORT_REPORT =
            Pattern.compile("(mailto:[^@,;!\\s]+@)([A-Za-z0-9-]+)(?=[,;!\\s]|$)");

    /** RFC 9989 appendix A: pct= is gone; whoever writes 100 meant what holds without it. */
    private static final Pattern FULL_PERCENT = Pattern.compile(";\\s*pct\\s*=\\s*100\\s*(?=;|$)");

    private final DomainName apex;
    private final ZoneFile zone;
    private final List<ZoneChange> changes = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    /**
     * For a zone.
     *
     * @param keys those that sign, of any domain
     */
    ZoneFixes(DomainName apex, ZoneFile zone, List<Key> keys) {
        this.apex = apex;
        this.zone = zone;
        for (ZoneRecord record : zone.records()) {
            if (record.type() == TXT) {
                look(record);
            }
        }
        keys.stream().filter(k -> k.pair().domain().isWithin(apex)).forEach(this::publish);
    }

    List<ZoneChange> changes() {
        return List.copyOf(changes);
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }

    private static Optional<String> text(ZoneRecord record) {
        return record.data().map(d -> d instanceof DnsRecord.Txt(var value) ? value : null);
    }

    private void look(ZoneRecord record) {
        Optional<String> text = text(record);
        String label = record.owner().firstLabel();
        if (text.isEmpty()) {
            return;
        }
        if (label.equalsIgnoreCase(ADSP)) {
            // RFC 5617 is Historic: nobody asks for it, and an answer is not needed.
            changes.add(new ZoneChange.Remove(record.item()));
            notes.add(Note.of("zone.adsp", record.owner().text()));
        } else if (label.equalsIgnoreCase(DMARC)) {
            dmarc(record, text.get());
        }
    }

    private void dmarc(ZoneRecord record, String text) {
        Matcher matcher = SHORT_REPORT.matcher(text);
        StringBuilder fixed = new StringBuilder();
        boolean found = false;
        while (matcher.find()) {
            boolean isOurs = matcher.group(2).equalsIgnoreCase(firstLabel());
            found |= isOurs;
            matcher.appendReplacement(
                    fixed,
                    Matcher.quoteReplacement(
                            isOurs
                                    ? matcher.group(1) + ending(matcher.group(2))
                                    : matcher.group()));
        }
        matcher.appendTail(fixed);
        if (found) {
            String plain = FULL_PERCENT.matcher(fixed).replaceAll("");
            replace(record, plain);
            notes.add(Note.of("zone.rua", record.owner().text(), plain));
        } else if (matcher.reset().find()) {
            notes.add(Note.of("zone.rua-open", record.owner().text(), matcher.group()));
        }
    }

    private String firstLabel() {
        return apex.ascii().split("\\.", 2)[0];
    }

    private String ending(String label) {
        return label + apex.ascii().substring(firstLabel().length());
    }

    private void replace(ZoneRecord record, String text) {
        Item before = record.item();
        changes.add(
                new ZoneChange.Replace(
                        before,
                        new Item(record.owner(), TXT, new DnsRecord.Txt(text).text(), null)));
    }

    /** The key that signs is the key that receivers find. */
    private void publish(Key key) {
        try {
            ZoneName owner = ZoneName.of(key.pair().recordName());
            String wanted = DkimKeys.publishedRecord(key.pair());
            List<ZoneRecord> there = zone.records(owner, TXT);
            if (there.isEmpty()) {
                changes.add(
                        new ZoneChange.Add(
                                new Item(owner, TXT, new DnsRecord.Txt(wanted).text(), null)));
                notes.add(Note.of("zone.key-absent", owner.text()));
            } else if (there.stream().noneMatch(r -> isSame(r, wanted))) {
                replace(there.getFirst(), wanted);
                notes.add(Note.of("zone.key-other", owner.text(), key.from()));
            }
        } catch (DkimSignException | DkimKeys.Unreadable e) {
            notes.add(Note.of("left.key", key.from(), String.valueOf(e.getMessage())));
        }
    }

    private static boolean isSame(ZoneRecord record, String wanted) {
        return key(text(record).orElse("")).equals(key(wanted));
    }

    /** p= without the blanks that people put between its parts. */
    private static String key(String record) {
        Matcher matcher = Pattern.compile("(?:^|;)\\s*p\\s*=([^;]*)").matcher(record);
        return matcher.find() ? matcher.group(1).replaceAll("\\s", "") : "";
    }
}
