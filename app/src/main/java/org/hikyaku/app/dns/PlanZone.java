package org.hikyaku.app.dns;

import java.util.stream.Collectors;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.plan.PlanItem;
import org.hikyaku.plan.Why;
import org.hikyaku.plan.ZonePlan;
import org.hikyaku.wire.Printable;
import org.hikyaku.zone.ZoneText;

/** A plan as zone text: what comes into the zone stands as records, all else as comments. */
record PlanZone(PlanReport report, ZonePlan plan) {

    private static final int MAX_CHARS = 8_000;

    String text() {
        StringBuilder out = new StringBuilder();
        out.append("$ORIGIN ").append(plan.apex()).append(".\n");
        for (PlanItem item : plan.items()) {
            switch (item) {
                case PlanItem.Add add -> {
                    why(out, item);
                    record(out, "", add.record());
                }
                case PlanItem.Change change -> {
                    why(out, item);
                    record(out, "; - ", change.change().before());
                    record(out, "", change.change().after());
                }
                case PlanItem.Remove remove -> {
                    why(out, item);
                    record(out, "; - ", remove.record());
                }
                case PlanItem.Elsewhere elsewhere -> {
                    why(out, item);
                    record(out, "; ? ", elsewhere.record());
                }
                case PlanItem.Conflict conflict -> {
                    why(out, item);
                    conflict.published()
                            .forEach(d -> record(out, "; ! ", OwnedRecord.of(conflict.name(), d)));
                    conflict.wanted()
                            .forEach(d -> record(out, "; ? ", OwnedRecord.of(conflict.name(), d)));
                }
                case PlanItem.Present _, PlanItem.Foreign _ -> {
                    // they are in the zone already
                }
            }
        }
        return out.toString();
    }

    private void why(StringBuilder out, PlanItem item) {
        String reasons = item.why().stream().map(this::why).collect(Collectors.joining("; "));
        out.append("; ").append(Printable.of(reasons, MAX_CHARS)).append('\n');
    }

    private String why(Why why) {
        return report.why(why);
    }

    private void record(StringBuilder out, String first, OwnedRecord record) {
        boolean comment = !first.isEmpty();
        String data = comment ? record.data().text() : ZoneText.data(record.data());
        out.append(first)
                .append(ZoneText.relative(record.name(), plan.apex()))
                .append(" IN ")
                .append(record.data().type())
                .append(' ')
                .append(data)
                .append('\n');
    }
}
