package org.hikyaku.app.adopt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.Folder;
import org.hikyaku.adopt.Note;
import org.hikyaku.adopt.Outcome;
import org.hikyaku.adopt.Step;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.app.dns.Lines;
import org.hikyaku.machine.FileState;
import org.hikyaku.zonefile.LineDiff;
import org.jspecify.annotations.Nullable;

/** Shows a plan: every file's difference, every command, what is looked at. */
record PlanReport(Lines lines) {

    private static final String INDENT = "   ";

    /** A tab would come out as \\t. */
    private static final String TAB = "    ";

    /** Files that hold secrets, or no text, are told, not shown. */
    private static final Pattern UNSHOWN = Pattern.compile(".*\\.(pem|db)");

    private static boolean isShown(Path file) {
        return !UNSHOWN.matcher(file.toString()).matches();
    }

    void tell(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            tell(i, steps.get(i));
        }
    }

    private void tell(int number, Step step) {
        lines.blank();
        lines.say(number + 1 + ". ", text(step.note()), Colour.STRONG);
        switch (step) {
            case Step.Edit edit -> {
                edit.folders().forEach(this::folder);
                edit.files().forEach(this::file);
                commands(edit.tests(), "plan.test");
                commands(edit.activate(), "plan.run");
            }
            case Step.Act act -> {
                act.before().forEach(check -> look(check, "plan.wait"));
                commands(act.forth(), "plan.run");
                commands(act.back(), "plan.back");
            }
        }
        step.checks().forEach(check -> look(check, "plan.check"));
    }

    String text(Note note) {
        return lines.text(note.key(), note.details().toArray());
    }

    private void folder(Folder folder) {
        lines.say(
                INDENT,
                lines.text("plan.folder", folder.path(), Integer.toOctalString(folder.mode())));
    }

    private void file(FileChange change) {
        FileState after = change.after();
        FileState before = change.before();
        if (before == null && after != null) {
            String about = Integer.toOctalString(after.mode());
            lines.say(INDENT, lines.text("plan.new", change.file(), about));
        } else {
            lines.say(INDENT, lines.text("plan.edit", change.file()));
        }
        if (isShown(change.file())) {
            diff(change.octetsBefore(), change.octetsAfter());
        }
    }

    private void diff(byte[] before, byte[] after) {
        for (String line : LineDiff.of(before, after)) {
            Colour colour =
                    line.startsWith("+")
                            ? Colour.ADD
                            : line.startsWith("-") ? Colour.REMOVE : Colour.QUIET;
            lines.value(INDENT, line.replace("\t", TAB), colour);
        }
    }

    private void commands(List<List<String>> commands, String key) {
        for (List<String> command : commands) {
            lines.say(INDENT, lines.text(key, shown(command)));
        }
    }

    static String shown(List<String> command) {
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(
                    word.matches("[A-Za-z0-9_@%+=:,./-]+")
                            ? word
                            : "'" + word.replace("'", "'\\''") + "'");
        }
        return String.join(" ", words);
    }

    private void look(Check check, String key) {
        lines.say(INDENT, lines.text(key, text(check)));
    }

    String text(Check check) {
        return switch (check) {
            case Check.Runs(var command) -> lines.text("check.runs", shown(command));
            case Check.MilterAnswers(var socket) -> lines.text("check.milter", socket);
            case Check.Unused(var socket) -> lines.text("check.unused", socket);
            case Check.Silent(var socket) -> lines.text("check.silent", socket);
            case Check.Greets(var server) ->
                    lines.text("check.greets", server.getHostString(), "" + server.getPort());
            case Check.Serves(var zone, var serial, var server) ->
                    lines.text("check.serves", server.getHostString(), zone.unicode(), "" + serial);
        };
    }

    void tellChanged(Outcome.Changed changed) {
        for (Outcome.Difference each : changed.files()) {
            lines.blank();
            lines.say("", lines.text("undo.changed", each.file()), Colour.CONFLICT);
            if (isShown(each.file())) {
                diff(each.left(), each.now());
            }
        }
    }

    List<Map<String, @Nullable Object>> data(List<Step> steps) {
        return steps.stream().map(this::data).toList();
    }

    private Map<String, @Nullable Object> data(Step step) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("what", text(step.note()));
        switch (step) {
            case Step.Edit edit -> {
                map.put("files", edit.files().stream().map(PlanReport::data).toList());
                map.put("tests", edit.tests());
                map.put("commands", edit.activate());
            }
            case Step.Act act -> {
                map.put("commands", act.forth());
                map.put("undo", act.back());
            }
        }
        map.put("checks", step.checks().stream().map(this::text).toList());
        return map;
    }

    private static Map<String, @Nullable Object> data(FileChange change) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        FileState state = change.after() == null ? change.before() : change.after();
        map.put("file", change.file().toString());
        map.put("new", change.before() == null);
        if (state != null) {
            map.put("owner", state.uid());
            map.put("group", state.gid());
            map.put("mode", Integer.toOctalString(state.mode()));
        }
        map.put(
                "diff",
                isShown(change.file())
                        ? LineDiff.of(change.octetsBefore(), change.octetsAfter())
                        : List.of());
        return map;
    }
}
