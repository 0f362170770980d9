package org.hikyaku.app.adopt;

import java.nio.file.Path;
import java.util.List;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.Progress;
import org.hikyaku.adopt.Step;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.app.dns.Lines;

/**
 * Says what is being done while it is done.
 *
 * @param runs whether programs are run, or only shown
 */
record LiveReport(Lines lines, PlanReport report, boolean runs) implements Progress {

    private static final String INDENT = "   ";

    @Override
    public void begins(int number, Step step) {
        lines.say(number + 1 + ". ", report.text(step.note()), Colour.STRONG);
    }

    @Override
    public void runs(List<String> command) {
        lines.say(INDENT, lines.text(runs ? "live.runs" : "live.shown", PlanReport.shown(command)));
    }

    @Override
    public void looks(Check check) {
        if (runs) {
            lines.say(INDENT, lines.text("live.looks", report.text(check)));
        }
    }

    @Override
    public void failed(int number, Step step, String problem) {
        lines.say(INDENT, lines.text("live.failed", problem), Colour.REMOVE);
    }

    @Override
    public void takesBack(int number, Step step) {
        lines.say(
                number + 1 + ". ",
                lines.text("live.back", report.text(step.note())),
                Colour.STRONG);
    }

    @Override
    public void leaves(Path file) {
        lines.say(INDENT, lines.text("live.leaves", file), Colour.CONFLICT);
    }
}
