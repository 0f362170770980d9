package org.hikyaku.app.lookup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.app.console.Texts;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Checks;
import org.hikyaku.findings.Finding;
import org.hikyaku.findings.Severity;
import org.hikyaku.findings.SpfTree;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** Findings as data. */
final class ReportData {

    /** Longer than any record that is published. */
    private static final int SEEN_CHARS = 10_000;

    private ReportData() {}

    static Map<String, Object> of(
            String name,
            Checks.Dnssec dnssec,
            List<AreaReport> reports,
            @Nullable SpfTree tree,
            Texts texts) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("dnssec", dnssec.name().toLowerCase(Locale.ROOT));
        data.put("failed", reports.stream().mapToInt(r -> r.of(Severity.FAILED).size()).sum());
        data.put("warnings", reports.stream().mapToInt(r -> r.of(Severity.WARNING).size()).sum());
        data.put("areas", areas(reports, texts));
        if (tree != null && tree.record() != null) {
            data.put("spf", tree(tree));
        }
        return data;
    }

    /** Each area with its score and findings. */
    static List<Map<String, Object>> areas(List<AreaReport> reports, Texts texts) {
        return reports.stream()
                .map(
                        report -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("area", report.area().word());
                            row.put("score", report.score());
                            row.put(
                                    "findings",
                                    report.findings().stream()
                                            .map(finding -> finding(finding, texts))
                                            .toList());
                            return row;
                        })
                .toList();
    }

    private static Map<String, Object> finding(Finding finding, Texts texts) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        row.put("code", finding.code().word());
        row.put("text", ReportText.title(finding, texts));
        row.put("seen", Printable.of(finding.seen(), SEEN_CHARS));
        if (finding.severity() != Severity.PASSED) {
            row.put("why", ReportText.why(finding, texts));
            row.put("fix", ReportText.fix(finding, texts));
        }
        return row;
    }

    private static Map<String, Object> tree(SpfTree tree) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("domain", tree.domain().toString());
        if (tree.term() != null) {
            row.put("term", Printable.of(tree.term(), SEEN_CHARS));
        }
        if (tree.record() != null) {
            row.put("record", Printable.of(tree.record(), SEEN_CHARS));
        }
        row.put("lookups", tree.lookups());
        row.put("voids", tree.voids());
        row.put("networks", tree.networks());
        row.put("below", tree.below().stream().map(ReportData::tree).toList());
        return row;
    }
}
