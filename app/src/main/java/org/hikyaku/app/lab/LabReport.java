package org.hikyaku.app.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.lookup.TracingResolver;
import org.hikyaku.receivers.Diagnosis;
import org.hikyaku.wire.Printable;
import org.hikyaku.zone.DesiredRecord;
import org.jspecify.annotations.Nullable;

/** Shows the steps of a run as they happen, and keeps them as data. */
final class LabReport {

    private static final int MAX_VALUE = 50;

    private final Output out;
    private final Texts texts;
    private final Locale locale;
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private int number;

    LabReport(Output out, Texts texts, Locale locale) {
        this.out = out;
        this.texts = texts;
        this.locale = locale;
    }

    private Map<String, Object> add(String id, String text) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", id);
        step.put("text", text);
        steps.add(step);
        return step;
    }

    void step(String id, Object... arguments) {
        Object[] shown = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            shown[i] =
                    arguments[i] instanceof Integer n
                            ? Integer.toString(n)
                            : arguments[i].toString();
        }
        String text = texts.text(id, shown);
        add(id, text);
        out.line("");
        wrapped(++number + ". ", text);
    }

    private void wrapped(String first, String text) {
        Columns.wrap(first, text).forEach(out::line);
    }

    void records(List<DesiredRecord> records, LabWorld.@Nullable Break without) {
        for (DesiredRecord record : records) {
            out.line(
                    "     "
                            + record.name()
                            + " "
                            + record.data().type()
                            + " "
                            + Printable.of(record.data().text(), MAX_VALUE));
        }
        if (without != null) {
            step("without", without.name().toLowerCase(Locale.ROOT));
        }
    }

    void lookups(String id, List<TracingResolver.Entry> entries) {
        List<Map<String, Object>> rows = new ArrayList<>();
        step(id);
        for (TracingResolver.Entry entry : entries) {
            String answer = answer(entry.answer());
            rows.add(
                    Map.of(
                            "name",
                            entry.name().toString(),
                            "type",
                            entry.type().name(),
                            "answer",
                            answer));
            out.line(
                    "     "
                            + entry.type()
                            + " "
                            + entry.name()
                            + " -> "
                            + Printable.of(answer, MAX_VALUE));
        }
        steps.getLast().put("lookups", rows);
    }

    private String answer(Answer answer) {
        return switch (answer) {
            case Answer.Found found ->
                    String.join(", ", found.records().stream().map(DnsRecord::text).toList());
            case Answer.NoRecord _ -> texts.text("no-record");
            case Answer.Failed failed -> failed.failure() + ": " + failed.detail();
        };
    }

    void verdict(String check, String result, String reason) {
        Map<String, Object> step = add("verdict", check + " " + result);
        step.put("check", check.toLowerCase(Locale.ROOT));
        step.put("result", result.toLowerCase(Locale.ROOT));
        step.put("reason", reason);
        String mark = result.equals("PASS") ? "[ ok ] " : "[FAIL] ";
        wrapped(
                "     " + mark,
                check
                        + " "
                        + result.toLowerCase(Locale.ROOT)
                        + (reason.isEmpty() ? "" : " - " + Printable.of(reason, 200)));
    }

    void diagnosis(Diagnosis diagnosis) {
        boolean japanese = locale.getLanguage().equals("ja");
        step("cause", japanese ? diagnosis.causeJa() : diagnosis.cause());
        step("fix", japanese ? diagnosis.fixJa() : diagnosis.fix());
    }

    void end(boolean passed, Map<String, Object> connection) {
        String text = texts.text(passed ? "passed" : "failed");
        out.line("");
        wrapped("", text);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("passed", passed);
        all.put("steps", steps);
        if (!connection.isEmpty()) {
            all.put("connection", connection);
        }
        out.json(all);
    }
}
