package org.hikyaku.app.dns;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Flip;
import org.hikyaku.plan.PlanItem;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.plan.Why;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.zone.Purpose;
import org.jspecify.annotations.Nullable;

/** A plan as data: what {@code --json} prints. Fields are added, never renamed. */
record PlanData(PlanReport report) {

    Map<String, @Nullable Object> of(Planned planned) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("domain", planned.plan().domain().ascii());
        data.put("zone", planned.plan().apex().ascii());
        data.put("items", planned.plan().items().stream().map(this::item).toList());
        data.put("changes", planned.plan().changes().size());
        data.put("conflicts", planned.plan().conflicts().size());
        SpfBudget budget = planned.budget();
        data.put("spf", budget == null ? null : budget(budget));
        data.put("replayed", planned.proof().replayed());
        data.put("skipped", planned.proof().skipped());
        data.put("flips", planned.proof().flips().stream().map(PlanData::flip).toList());
        Planned.Own own = planned.proof().own();
        data.put("own", own.flips().stream().map(PlanData::flip).toList());
        data.put("ownDeliveries", own.deliveries());
        data.put("blocked", planned.isBlocked());
        return data;
    }

    private Map<String, @Nullable Object> item(PlanItem item) {
        return switch (item) {
            case PlanItem.Present(var record, var purpose, var _) ->
                    row("present", item, purpose, null, record.data());
            case PlanItem.Add(var record, var purpose, var _) ->
                    row("add", item, purpose, null, record.data());
            case PlanItem.Change(var change, var purpose, var _) ->
                    row("change", item, purpose, change.before().data(), change.after().data());
            case PlanItem.Remove(var record, var purpose, var _) ->
                    row("remove", item, purpose, record.data(), null);
            case PlanItem.Foreign(var record, var _) ->
                    row("foreign", item, null, record.data(), record.data());
            case PlanItem.Elsewhere(var record, var purpose, var _) ->
                    row("elsewhere", item, purpose, null, record.data());
            case PlanItem.Conflict(var _, var there, var wanted, var purpose, var _) -> {
                Map<String, @Nullable Object> row = row("conflict", item, purpose, null, null);
                row.put("published", there.stream().map(PlanData::typed).toList());
                row.put("wanted", wanted.stream().map(PlanData::typed).toList());
                yield row;
            }
        };
    }

    private Map<String, @Nullable Object> row(
            String kind,
            PlanItem item,
            @Nullable Purpose purpose,
            @Nullable DnsRecord before,
            @Nullable DnsRecord after) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("kind", kind);
        row.put("name", item.name().ascii());
        DnsRecord any = after == null ? before : after;
        row.put("type", any == null ? null : any.type().name());
        row.put("purpose", purpose == null ? null : purpose.name().toLowerCase(Locale.ROOT));
        row.put("before", before == null ? null : before.text());
        row.put("after", after == null ? null : after.text());
        row.put("why", item.why().stream().map(this::why).toList());
        return row;
    }

    private static String typed(DnsRecord data) {
        return data.type() + " " + data.text();
    }

    private Map<String, Object> why(Why why) {
        return Map.of(
                "reason",
                why.reason().name().toLowerCase(Locale.ROOT),
                "details",
                why.details(),
                "text",
                report.why(why));
    }

    private static Map<String, @Nullable Object> budget(SpfBudget budget) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("domain", budget.domain().ascii());
        data.put("term", budget.term());
        data.put("record", budget.record());
        data.put("lookups", budget.lookups());
        data.put("below", budget.below().stream().map(PlanData::budget).toList());
        return data;
    }

    private static Map<String, @Nullable Object> flip(Flip flip) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("message", flip.message().label());
        data.put("client", flip.message().client().getHostAddress());
        var from = flip.message().mailFrom();
        data.put("mailFrom", (from == null ? ReversePath.NULL : ReversePath.of(from)).text());
        data.put("author", text(flip.message().author()));
        data.put("check", flip.check().name().toLowerCase(Locale.ROOT));
        data.put("domain", text(flip.domain()));
        data.put("selector", flip.selector());
        data.put("before", flip.before());
        data.put("after", flip.after());
        data.put("loss", flip.isLoss());
        data.put("reason", flip.reason());
        return data;
    }

    private static @Nullable String text(@Nullable DomainName name) {
        return name == null ? null : name.ascii();
    }
}
