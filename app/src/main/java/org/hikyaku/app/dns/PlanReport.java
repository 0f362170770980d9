package org.hikyaku.app.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Flip;
import org.hikyaku.plan.PlanItem;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.plan.Why;
import org.hikyaku.plan.ZonePlan;
import org.hikyaku.zone.Purpose;
import org.hikyaku.zone.SpfMerge;
import org.jspecify.annotations.Nullable;

/** A plan for a person. */
record PlanReport(Lines lines) {

    /** Messages of one source that are named; JSON has them all. */
    private static final int MAX_NAMED = 20;

    private static final String INDENT = "    ";

    void tell(Planned planned) {
        ZonePlan plan = planned.plan();
        lines.say(
                "",
                lines.text("head", plan.apex().unicode(), plan.domain().unicode()),
                Colour.STRONG);
        for (PlanItem item : plan.items()) {
            item(item);
        }
        lines.blank();
        if (planned.isOpen()) {
            lines.say("", counts(plan));
        } else {
            lines.say("", lines.text("nothing", plan.domain().unicode()));
        }
        SpfBudget budget = planned.budget();
        if (budget != null && budget.lookups() > 0) {
            budget(budget);
        }
        if (!plan.changes().isEmpty()) {
            proof(planned.proof());
        }
    }

    private String counts(ZonePlan plan) {
        Map<Class<?>, Long> counts =
                plan.items().stream()
                        .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));
        return lines.text(
                "count",
                counts.getOrDefault(PlanItem.Add.class, 0L),
                counts.getOrDefault(PlanItem.Change.class, 0L),
                counts.getOrDefault(PlanItem.Remove.class, 0L),
                counts.getOrDefault(PlanItem.Conflict.class, 0L),
                counts.getOrDefault(PlanItem.Present.class, 0L),
                counts.getOrDefault(PlanItem.Foreign.class, 0L));
    }

    private void item(PlanItem item) {
        switch (item) {
            case PlanItem.Present(var record, var purpose, var why) -> {
                head("=", "present", record.name(), record.data(), Colour.QUIET);
                lines.value(INDENT, record.data().text(), Colour.QUIET);
                reasons(why, why.isEmpty() ? null : purpose);
            }
            case PlanItem.Add(var record, var purpose, var why) -> {
                head("+", "add", record.name(), record.data(), Colour.ADD);
                lines.value(INDENT + "+ ", record.data().text(), Colour.ADD);
                reasons(why, purpose);
            }
            case PlanItem.Change(var change, var purpose, var why) -> {
                head("~", "change", change.name(), change.after().data(), Colour.CHANGE);
                lines.value(INDENT + "- ", change.before().data().text(), Colour.REMOVE);
                lines.value(INDENT + "+ ", change.after().data().text(), Colour.ADD);
                reasons(why, purpose);
            }
            case PlanItem.Remove(var record, var purpose, var why) -> {
                head("-", "remove", record.name(), record.data(), Colour.REMOVE);
                lines.value(INDENT + "- ", record.data().text(), Colour.REMOVE);
                reasons(why, purpose);
            }
            case PlanItem.Foreign(var record, var why) -> {
                head(" ", "foreign", record.name(), record.data(), Colour.QUIET);
                lines.value(INDENT, record.data().text(), Colour.QUIET);
                reasons(why, null);
            }
            case PlanItem.Conflict conflict -> conflict(conflict);
            case PlanItem.Elsewhere(var record, var purpose, var why) -> {
                head("?", "elsewhere", record.name(), record.data(), Colour.CONFLICT);
                lines.value(INDENT, record.data().text(), Colour.CONFLICT);
                reasons(why, purpose);
            }
        }
    }

    private void conflict(PlanItem.Conflict conflict) {
        head("!", "conflict", conflict.name(), conflict.wanted().getFirst(), Colour.CONFLICT);
        for (DnsRecord data : conflict.published()) {
            lines.value(INDENT + lines.text("there") + " ", typed(data), Colour.CONFLICT);
        }
        for (DnsRecord data : conflict.wanted()) {
            lines.value(INDENT + lines.text("wanted") + " ", typed(data), Colour.CONFLICT);
        }
        reasons(conflict.why(), conflict.purpose());
        lines.say(INDENT, lines.text("decide", conflict.name()));
    }

    private static String typed(DnsRecord data) {
        return data.type() + " " + data.text();
    }

    private void head(String mark, String word, DomainName name, DnsRecord data, Colour colour) {
        lines.say(
                mark + " ", lines.text("word." + word) + "  " + name + "  " + data.type(), colour);
    }

    private void reasons(List<Why> why, @Nullable Purpose purpose) {
        if (purpose != null) {
            lines.say(INDENT, lines.text("purpose." + purpose.name()));
        }
        for (Why reason : why) {
            lines.say(INDENT + "* ", why(reason));
        }
    }

    String why(Why why) {
        return lines.text("why." + why.reason().name(), why.details().toArray());
    }

    private void budget(SpfBudget budget) {
        int max = SpfMerge.MAX_LOOKUPS;
        lines.say(
                "",
                lines.text(budget.isOver() ? "budget.over" : "budget", budget.lookups(), max),
                budget.isOver() ? Colour.REMOVE : Colour.QUIET);
        if (budget.isOver()) {
            tree(budget, INDENT);
            lines.say("", lines.text("budget.drop"));
            for (SpfBudget.Advice advice : budget.advice()) {
                lines.say(
                        INDENT + "- ",
                        lines.text("hint." + advice.hint().name(), advice.term(), advice.saves()));
            }
        }
    }

    private void tree(SpfBudget budget, String indent) {
        lines.say(
                indent,
                lines.text(
                        "budget.leaf",
                        budget.domain(),
                        budget.record() == null ? lines.text("budget.none") : budget.lookups()));
        String deeper = indent + "  ";
        for (String term : budget.terms()) {
            SpfBudget below =
                    budget.below().stream()
                            .filter(b -> term.equals(b.term()))
                            .findFirst()
                            .orElse(null);
            if (below == null) {
                lines.say(deeper, term);
            } else {
                tree(below, deeper);
            }
        }
    }

    void proof(Planned.Proof proof) {
        if (proof.replayed() == 0) {
            lines.say("", lines.text("replay.none"));
        } else if (proof.flips().isEmpty()) {
            lines.say("", lines.text("replay.same", proof.replayed()));
        } else {
            lines.say("", lines.text("replay.flips", proof.replayed(), proof.flips().size()));
            sources(proof.flips()).forEach(this::source);
        }
        own(proof.own());
        if (proof.skipped() > 0) {
            lines.say("", lines.text("replay.skipped", proof.skipped()));
        }
        if (!proof.losses().isEmpty()) {
            lines.say("", lines.text("replay.blocked", proof.losses().size()), Colour.REMOVE);
        }
    }

    private void own(Planned.Own own) {
        if (own.addresses() == 0) {
            return;
        }
        String key = own.flips().isEmpty() ? "replay.own-same" : "replay.own";
        lines.say("", lines.text(key, own.addresses(), own.deliveries(), own.flips().size()));
        sources(own.flips()).forEach(this::source);
    }

    /** Who sends: the address, and the domain that stands in From. */
    record Source(String client, @Nullable DomainName author) {
        static Source of(Flip flip) {
            return new Source(flip.message().client().getHostAddress(), flip.message().author());
        }
    }

    static Map<Source, List<Flip>> sources(List<Flip> flips) {
        return flips.stream()
                .collect(
                        Collectors.groupingBy(Source::of, LinkedHashMap::new, Collectors.toList()));
    }

    private void source(Source source, List<Flip> flips) {
        Object author = Objects.requireNonNullElse(source.author(), lines.text("nobody"));
        lines.say("  ", lines.text("replay.source", source.client(), author));
        String reason = "";
        for (Flip flip : flips.subList(0, Math.min(MAX_NAMED, flips.size()))) {
            lines.say(
                    INDENT,
                    lines.text(
                            "replay.flip",
                            flip.message().label(),
                            checked(flip),
                            flip.before(),
                            flip.after()),
                    flip.isLoss() ? Colour.REMOVE : flip.isGain() ? Colour.ADD : Colour.CHANGE);
            if (!flip.reason().isEmpty() && !flip.reason().equals(reason)) {
                lines.say(INDENT + "  ", lines.text("replay.reason", flip.reason()));
            }
            reason = flip.reason();
        }
        if (flips.size() > MAX_NAMED) {
            lines.say(INDENT, lines.text("replay.more", flips.size() - MAX_NAMED));
        }
    }

    private static String checked(Flip flip) {
        String selector = flip.selector();
        DomainName domain = flip.domain();
        return flip.check()
                + (domain == null ? "" : " " + domain)
                + (selector == null ? "" : " (" + selector + ")");
    }
}
