package org.hikyaku.app.lookup;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Checks;
import org.hikyaku.findings.Finding;
import org.hikyaku.findings.Severity;
import org.hikyaku.findings.SpfTree;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** Findings for a person, in 80 columns. */
record ReportText(Output out, Texts texts) {

    private static final int SEEN_CHARS = 400;
    private static final int WORD_CHARS = 60;
    private static final int VALUE_CHARS = 70;
    private static final String INDENT = "           ";

    /** The words, in the language wanted. */
    static Texts texts(Locale locale) {
        return Texts.of(ReportText.class, "LookupMessages", locale);
    }

    /** What a finding says. */
    static String title(Finding finding, Texts texts) {
        return text(finding, "", texts);
    }

    /** Why it matters; empty for what passed. */
    static String why(Finding finding, Texts texts) {
        return finding.severity() == Severity.PASSED ? "" : text(finding, ".why", texts);
    }

    /** How it is mended; empty for what passed. */
    static String fix(Finding finding, Texts texts) {
        return finding.severity() == Severity.PASSED ? "" : text(finding, ".fix", texts);
    }

    private static String text(Finding finding, String part, Texts texts) {
        Object[] arguments =
                finding.arguments().stream().map(a -> Printable.of(a, SEEN_CHARS)).toArray();
        return texts.text(finding.code().word() + part, arguments);
    }

    /** The whole report. */
    void report(
            String name,
            List<String> asked,
            Checks.Dnssec dnssec,
            List<AreaReport> reports,
            @Nullable SpfTree tree) {
        int count = reports.stream().mapToInt(r -> r.findings().size()).sum();
        wrapped("", texts.text("head", name, text(count), text(reports.size())));
        asked.forEach(line -> wrapped("", line));
        wrapped("", texts.text("dnssec-" + dnssec.name().toLowerCase(Locale.ROOT)));
        for (AreaReport report : reports) {
            out.line("");
            String area = report.area().word().toUpperCase(Locale.ROOT);
            out.line(texts.text("area", area, text(report.score())));
            findings(report.findings());
        }
        if (tree != null && tree.record() != null) {
            tree(tree);
        }
        out.line("");
        out.line(
                texts.text(
                        "sum",
                        text(count(reports, Severity.FAILED)),
                        text(count(reports, Severity.WARNING)),
                        text(count(reports, Severity.PASSED))));
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    private static int count(List<AreaReport> reports, Severity severity) {
        return reports.stream().mapToInt(r -> r.of(severity).size()).sum();
    }

    /** Findings, one below the other. */
    void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            String severity =
                    texts.text("severity-" + finding.severity().name().toLowerCase(Locale.ROOT));
            wrapped(label(severity), title(finding, texts));
            if (finding.severity() == Severity.PASSED) {
                continue;
            }
            if (!finding.seen().isBlank()) {
                wrapped(INDENT, texts.text("seen", shown(finding.seen())));
            }
            wrapped(INDENT, texts.text("why", why(finding, texts)));
            wrapped(INDENT, texts.text("fix", fix(finding, texts)));
        }
    }

    /** The severity, filled up to the width of the indent; Japanese characters take two columns. */
    private static String label(String severity) {
        int columns = severity.codePoints().map(c -> c > 0x2e80 ? 2 : 1).sum();
        return "  " + severity + " ".repeat(Math.max(1, INDENT.length() - 2 - columns));
    }

    private static String shown(String seen) {
        return Stream.of(Printable.of(seen, SEEN_CHARS).split(" "))
                .map(ReportText::cut)
                .collect(Collectors.joining(" "));
    }

    /** A key in base64 would be wider than the terminal, and nobody reads it to its end. */
    private static String cut(String word) {
        return word.length() <= WORD_CHARS ? word : word.substring(0, WORD_CHARS) + "…";
    }

    void wrapped(String first, String text) {
        Columns.wrap(first, text).forEach(out::line);
    }

    /** As {@link #wrapped}; long words, such as keys, are broken for the eye only. */
    void value(String first, String text) {
        StringBuilder broken = new StringBuilder();
        for (String word : text.split(" ")) {
            broken.append(broken.isEmpty() ? "" : " ");
            for (int at = 0; at < word.length(); at += VALUE_CHARS) {
                broken.append(at == 0 ? "" : " ")
                        .append(word, at, Math.min(word.length(), at + VALUE_CHARS));
            }
        }
        wrapped(first, broken.toString());
    }

    private void tree(SpfTree tree) {
        out.line("");
        wrapped("", texts.text("tree", text(tree.lookups()), text(tree.voids())));
        node(tree, "  ");
        List<String> networks = tree.allNetworks();
        wrapped(
                "",
                networks.isEmpty()
                        ? texts.text("networks-none")
                        : texts.text("networks", String.join(", ", networks)));
    }

    private void node(SpfTree tree, String indent) {
        String term = tree.term() == null ? tree.domain().toString() : tree.term();
        wrapped(indent, texts.text("tree-node", term, text(tree.lookups())));
        if (tree.record() != null) {
            wrapped(indent + "    ", shown(tree.record()));
        }
        tree.below().forEach(below -> node(below, indent + "  "));
    }
}
