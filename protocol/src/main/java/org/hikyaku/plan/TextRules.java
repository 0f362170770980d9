package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.DnsRecord.Txt;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Diff.Group;
import org.hikyaku.zone.DesiredZone;
import org.hikyaku.zone.Purpose;

/** Text records of which one kind may stand at a name once only. */
final class TextRules {

    private final DesiredZone desired;
    private final Items items;

    TextRules(DesiredZone desired, Items items) {
        this.desired = desired;
        this.items = items;
    }

    private List<PublishedText> of(TextKind kind, DomainName name) {
        return texts(name, items.published()).stream()
                .filter(text -> kind.matches(text.meant()))
                .toList();
    }

    private static List<PublishedText> texts(DomainName name, PublishedZone published) {
        return published.texts(name).stream().map(PublishedText::of).toList();
    }

    private static List<String> meant(List<PublishedText> texts) {
        return texts.stream().map(PublishedText::meant).toList();
    }

    private static void noteStray(List<PublishedText> texts, List<Why> why) {
        if (texts.stream().anyMatch(PublishedText::isStray)) {
            why.addFirst(Why.of(Reason.STRAY_QUOTES));
        }
    }

    void spf(Group group, Misplaced misplaced) {
        List<PublishedText> there = of(TextKind.SPF, group.name());
        List<String> meant = new ArrayList<>(meant(there));
        boolean moved = meant.isEmpty();
        if (moved) {
            meant.addAll(misplaced.meantFor(group));
        }
        SpfPlan plan = SpfPlan.of(meant, desired.publishing().spf(), desired.mail().addresses());
        List<Why> why = new ArrayList<>(plan.why());
        noteStray(there, why);
        if (!plan.readable()) {
            why.removeIf(w -> w.reason() != Reason.SPF_MALFORMED);
            items.conflict(
                    new PlanItem.Conflict(
                            group.name(), records(there), group.wanted(), group.purpose(), why));
            return;
        }
        settle(group, there, plan.text(), why);
    }

    private static List<DnsRecord> records(List<PublishedText> texts) {
        return texts.stream().<DnsRecord>map(text -> new Txt(text.raw())).toList();
    }

    /** Makes the records of one kind the one that is wanted. */
    private void settle(Group group, List<PublishedText> there, String text, List<Why> why) {
        DomainName name = group.name();
        Purpose purpose = group.purpose();
        if (there.isEmpty()) {
            List<Why> reasons = new ArrayList<>(why);
            reasons.addFirst(Why.of(Reason.MISSING));
            items.add(name, new Txt(text), purpose, reasons);
            return;
        }
        PublishedText kept =
                there.stream()
                        .filter(t -> t.raw().equals(text))
                        .findFirst()
                        .orElse(there.getFirst());
        if (kept.raw().equals(text)) {
            items.present(name, new Txt(text), purpose, why.toArray(Why[]::new));
        } else {
            items.change(name, new Txt(kept.raw()), new Txt(text), new Items.Wanted(purpose, why));
        }
        List<PublishedText> left = new ArrayList<>(there);
        left.remove(kept);
        Why several = Why.of(Reason.SEVERAL, Integer.toString(there.size()));
        left.forEach(t -> items.remove(name, new Txt(t.raw()), purpose, several));
    }

    /** Any one record of the host's own will do. */
    void hostSpf(Group group) {
        List<PublishedText> there = of(TextKind.SPF, group.name());
        if (there.size() == 1 && SpfRepair.isGood(there.getFirst().raw())) {
            items.present(group.name(), new Txt(there.getFirst().raw()), group.purpose());
        } else {
            List<Why> why = new ArrayList<>();
            noteStray(there, why);
            settle(group, there, group.text(), differs(there, why));
        }
    }

    private static List<Why> differs(List<PublishedText> there, List<Why> why) {
        if (there.size() > 1) {
            why.add(Why.of(Reason.SEVERAL, Integer.toString(there.size())));
        } else if (there.size() == 1 && why.isEmpty()) {
            why.add(Why.of(Reason.DIFFERS));
        }
        return why;
    }

    void dmarc(Group group, Misplaced misplaced) {
        List<PublishedText> there = of(TextKind.DMARC, group.name());
        List<String> lost = misplaced.meantFor(group);
        DmarcPlan plan =
                there.isEmpty() && !lost.isEmpty()
                        ? DmarcPlan.moved(lost.getFirst(), desired.reports())
                        : DmarcPlan.of(
                                meant(there),
                                desired.publishing().dmarc().policy(),
                                desired.reports());
        List<Why> why = new ArrayList<>(plan.why());
        noteStray(there, why);
        settle(group, there, plan.text(), why);
    }

    void single(Group group) {
        List<PublishedText> there = of(TextKind.of(group.purpose()).orElseThrow(), group.name());
        List<Why> why = new ArrayList<>();
        noteStray(there, why);
        boolean same = there.stream().anyMatch(t -> t.raw().equals(group.text()));
        List<Why> reasons = same ? new ArrayList<>() : differs(there, why);
        if (group.purpose() == Purpose.ADSP) {
            reasons.add(Why.of(Reason.ADSP_HISTORIC));
        }
        if (group.purpose() == Purpose.BIMI && !willEnforce()) {
            reasons.add(Why.of(Reason.BIMI_NEEDS_DMARC));
        }
        settle(group, there, group.text(), reasons);
    }

    /** Whether the DMARC record as it will be lets no forgery through. */
    private boolean willEnforce() {
        List<PublishedText> there =
                desired.domain()
                        .withPrefix("_dmarc")
                        .map(name -> of(TextKind.DMARC, name))
                        .orElse(List.of());
        String text =
                DmarcPlan.of(meant(there), desired.publishing().dmarc().policy(), desired.reports())
                        .text();
        try {
            return DmarcParser.parse(text).isEnforced();
        } catch (DmarcParser.Malformed _) {
            return false;
        }
    }

    /** RFC 8460 section 3: foreign addresses for reports stay. */
    void tlsReports(Group group) {
        List<PublishedText> there = of(TextKind.TLS_RPT, group.name());
        List<Why> why = new ArrayList<>();
        noteStray(there, why);
        String text = group.text();
        if (!there.isEmpty()) {
            TagText tags = TagText.of(there.getFirst().meant());
            boolean edited = there.getFirst().isStray();
            for (PublishedText other : there) {
                edited |= !tags.extend("rua", TagText.of(other.meant()).list("rua")).isEmpty();
            }
            List<String> added = tags.extend("rua", TagText.of(group.text()).list("rua"));
            added.forEach(uri -> why.add(Why.of(Reason.DMARC_REPORTS, uri)));
            text = edited || !added.isEmpty() ? tags.text() : there.getFirst().raw();
            if (there.size() > 1) {
                why.add(Why.of(Reason.SEVERAL, Integer.toString(there.size())));
            }
        }
        settle(group, there, text, why);
    }

    static KeyMatch keyAt(Group group, PublishedZone published) {
        return KeyMatch.of(texts(group.name(), published), ours(group));
    }

    private static DkimKeyRecord ours(Group group) {
        DkimKeyRecord ours = KeyMatch.read(group.text());
        if (ours == null) {
            throw new IllegalArgumentException(
                    "our own key record cannot be read: " + group.name());
        }
        return ours;
    }

    /** RFC 6376 section 3.6.2.2: one record for each selector. */
    void key(Group group) {
        List<PublishedText> there = texts(group.name(), items.published());
        KeyMatch match = KeyMatch.of(there, ours(group));
        switch (match) {
            case ABSENT -> settle(group, there, group.text(), List.of());
            case SAME -> sameKey(group, there.getFirst());
            case STRAY -> repairKey(group, there, Reason.STRAY_QUOTES);
            case CUT -> repairKey(group, there, Reason.KEY_CUT);
            case SPLIT -> repairKey(group, there, Reason.KEY_SPLIT);
            case REVOKED -> keyConflict(group, there, Why.of(Reason.KEY_REVOKED));
            case OTHER -> keyConflict(group, there, Why.of(Reason.KEY_OTHER));
            case BROKEN ->
                    keyConflict(group, there, Why.of(Reason.KEY_BROKEN, there.getFirst().raw()));
        }
    }

    private void sameKey(Group group, PublishedText there) {
        DkimKeyRecord read = KeyMatch.read(there.raw());
        boolean testing = read != null && read.isTesting();
        items.present(
                group.name(),
                new Txt(there.raw()),
                group.purpose(),
                testing ? new Why[] {Why.of(Reason.KEY_TESTING)} : new Why[0]);
    }

    private void repairKey(Group group, List<PublishedText> there, Reason reason) {
        settle(group, there, group.text(), List.of(Why.of(reason)));
    }

    private void keyConflict(Group group, List<PublishedText> there, Why why) {
        items.conflict(
                new PlanItem.Conflict(
                        group.name(),
                        records(there),
                        group.wanted(),
                        group.purpose(),
                        List.of(why)));
    }
}
