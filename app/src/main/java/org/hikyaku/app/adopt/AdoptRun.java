package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.adopt.Adoption;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.Journal;
import org.hikyaku.adopt.JournalException;
import org.hikyaku.adopt.Journals;
import org.hikyaku.adopt.LocalMachine;
import org.hikyaku.adopt.Machine;
import org.hikyaku.adopt.Note;
import org.hikyaku.adopt.Outcome;
import org.hikyaku.adopt.Step;
import org.hikyaku.app.adopt.Planner.Planned;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.dns.Colours;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.app.dns.Lines;
import org.hikyaku.dns.Resolver;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.slips.Slip;
import org.hikyaku.neighbours.slips.SlipRule.Severity;
import org.hikyaku.neighbours.slips.Slips;
import org.hikyaku.neighbours.text.Damage;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command.
 *
 * @param resolver asked about zones that are not on this machine
 * @param data what is told where data is wanted
 * @param yes whether nobody is asked
 */
record AdoptRun(
        Target target,
        Lines lines,
        Locale locale,
        Resolver resolver,
        Map<String, @Nullable Object> data,
        boolean yes) {

    /** Where what was there before is kept: beside the data folder, for root alone. */
    Path journalFolder() {
        Path data = target.data();
        return target.on(data.resolveSibling(data.getFileName() + "-adopt"));
    }

    private PlanReport report() {
        return new PlanReport(lines);
    }

    private Machine machine() {
        LocalMachine local = new LocalMachine(Check.LIMIT);
        return target.isHere() ? local : new CopiedMachine(target, local);
    }

    private Adoption adoption(Journal journal) {
        return new Adoption(machine(), journal, new LiveReport(lines, report(), target.isHere()));
    }

    /**
     * Looks, and with {@code apply} does.
     *
     * @throws IOException where the machine's files or the journal cannot be read or written
     */
    int adopt(boolean apply) throws IOException {
        if (!Files.isDirectory(journalFolder()) && !apply) {
            Looked looked = look();
            int status = show(looked, Optional.empty());
            tellHow(looked.planned());
            return status;
        }
        try (Journals journals = Journals.open(journalFolder())) {
            Optional<Journal> last = journals.last();
            if (last.isPresent() && last.get().state() == Journal.State.UNDOING) {
                throw failure("broken.undo", last.get().home());
            }
            Optional<Journal> begun = last.filter(j -> j.state() == Journal.State.BEGUN);
            if (begun.isPresent()) {
                return apply ? goOn(begun.get()) : tellBroken(begun.get());
            }
            Looked looked = look();
            Planned planned = looked.planned();
            int status = show(looked, last);
            if (!apply || planned.plan().isEmpty()) {
                tellHow(planned);
                return status;
            }
            lines.blank();
            if (!isWanted("apply.ask", planned.plan().steps().size())) {
                return AdoptCommand.OPEN;
            }
            return finish(adoption(journals.begin(planned.plan())).apply());
        } catch (JournalException e) {
            throw broken(e);
        }
    }

    private int tellBroken(Journal journal) {
        int done = journal.doneCount();
        int all = journal.plan().steps().size();
        lines.say("", lines.text("broken.apply", done, all), Colour.CONFLICT);
        data.put("broken", Map.of("done", done, "steps", all));
        return AdoptCommand.OPEN;
    }

    private int goOn(Journal journal) throws IOException {
        tellBroken(journal);
        if (!isWanted("apply.go-on", journal.plan().steps().size() - journal.doneCount())) {
            return AdoptCommand.OPEN;
        }
        return finish(adoption(journal).apply());
    }

    /**
     * What was seen.
     *
     * @param hasSlips whether something is wrong that matters
     */
    private record Looked(Planned planned, boolean hasSlips) {}

    private Looked look() throws IOException {
        Setup all = Setup.read(target.tree());
        Resting resting = new Resting(target);
        Setup setup = resting.without(all);
        if (all.isEmpty()) {
            throw failure("nothing.there", target.root());
        }
        for (Damage damage : setup.damages()) {
            lines.say(
                    "! ",
                    lines.text("damage", damage.at(), damage.read(), damage.expected().name()),
                    Colour.CONFLICT);
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Slip> slips = resting.without(Slips.of(setup, resolver, now));
        SlipReport report = new SlipReport(lines, locale);
        report.tell(slips);
        data.put("findings", report.data(slips));
        boolean matters = slips.stream().anyMatch(s -> s.rule().severity() != Severity.IDLE);
        return new Looked(new Planner(target, setup, now).plan(), matters);
    }

    private int show(Looked looked, Optional<Journal> last) {
        Planned planned = looked.planned();
        PlanReport report = report();
        List<Step> steps = planned.plan().steps();
        data.put("plan", report.data(steps));
        data.put("notes", planned.notes().stream().map(report::text).toList());
        lines.blank();
        if (steps.isEmpty()) {
            lines.say("", lines.text(last.isPresent() ? "nothing.adopted" : "nothing"));
        } else {
            lines.say("", lines.text("plan.head", steps.size()), Colour.STRONG);
            report.tell(steps);
        }
        notes(planned.notes());
        return steps.isEmpty() && !looked.hasSlips() ? AdoptCommand.DONE : AdoptCommand.OPEN;
    }

    private void tellHow(Planned planned) {
        if (!planned.plan().isEmpty()) {
            lines.blank();
            lines.say("", lines.text("plan.how"));
        }
    }

    private void notes(List<Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        lines.blank();
        lines.say("", lines.text("notes.head"), Colour.STRONG);
        notes.forEach(note -> lines.say("* ", report().text(note)));
    }

    /**
     * Takes back what the last run did.
     *
     * @throws IOException where the journal cannot be read or written
     */
    int undo(boolean force) throws IOException {
        if (!Files.isDirectory(journalFolder())) {
            throw failure("undo.none");
        }
        try (Journals journals = Journals.open(journalFolder())) {
            Journal journal = journals.last().orElseThrow(() -> failure("undo.none"));
            Adoption adoption = adoption(journal);
            if (!force) {
                List<Outcome.Difference> differences = adoption.differences();
                if (!differences.isEmpty()) {
                    return tellChanged(new Outcome.Changed(differences));
                }
            }
            lines.say("", lines.text("undo.head", journal.home()));
            if (!isWanted("undo.ask", journal.plan().steps().size())) {
                return AdoptCommand.OPEN;
            }
            Outcome outcome = adoption.undo(force);
            if (outcome instanceof Outcome.Done) {
                lines.say("", lines.text("undo.done"), Colour.ADD);
                return AdoptCommand.DONE;
            }
            return finish(outcome);
        } catch (JournalException e) {
            throw broken(e);
        }
    }

    private int finish(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> {
                lines.blank();
                lines.say("", lines.text("apply.done"), Colour.ADD);
                yield AdoptCommand.DONE;
            }
            case Outcome.WentBack(var step, var problem) -> {
                data.put("problem", problem);
                lines.say("", lines.text("apply.back", step + 1, problem), Colour.REMOVE);
                yield AdoptCommand.OPEN;
            }
            case Outcome.Stuck(var step, var problem) -> {
                data.put("problem", problem);
                lines.say("", lines.text("apply.stuck", step + 1, problem), Colour.REMOVE);
                yield AdoptCommand.OPEN;
            }
            case Outcome.Changed changed -> tellChanged(changed);
        };
    }

    private int tellChanged(Outcome.Changed changed) {
        report().tellChanged(changed);
        lines.blank();
        lines.say("", lines.text("undo.refused"), Colour.REMOVE);
        data.put("changed", changed.files().stream().map(d -> d.file().toString()).toList());
        return AdoptCommand.OPEN;
    }

    private boolean isWanted(String question, int steps) {
        if (yes) {
            return true;
        }
        if (!Colours.isTerminal()) {
            throw failure("ask.terminal");
        }
        boolean wanted = lines.isConfirmed(lines.text(question, steps));
        if (!wanted) {
            lines.say("", lines.text("ask.no"));
        }
        return wanted;
    }

    private CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(lines.text(key, arguments));
    }

    private CommandFailure broken(JournalException e) {
        return switch (e.reason()) {
            case LOCKED -> failure("locked", journalFolder());
            case DAMAGED -> failure("damaged", String.valueOf(e.getMessage()));
        };
    }
}
