package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hikyaku.machine.FileState;
import org.jspecify.annotations.Nullable;

/**
 * Does what a journal holds, or takes it back. Whatever a run has left half done, a later one goes
 * on with: each action looks first whether it is done already.
 */
public final class Adoption {

    private final Machine machine;
    private final Journal journal;
    private final Progress progress;

    /** For the steps of {@code journal} on {@code machine}. */
    public Adoption(Machine machine, Journal journal, Progress progress) {
        this.machine = machine;
        this.journal = journal;
        this.progress = progress;
    }

    /** Why a step did not come off. */
    private static final class StepFailed extends Exception {
        private static final long serialVersionUID = 1L;

        StepFailed(String problem) {
            super(problem);
        }

        StepFailed(Path file, IOException cause) {
            super(file + ": " + reason(cause), cause);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Does the steps that are not done; where one does not come off, takes back all.
     *
     * @throws IOException where the journal cannot be written; nothing more is touched then
     */
    public Outcome apply() throws IOException {
        List<Step> steps = journal.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (journal.isDone(i)) {
                continue;
            }
            Step step = steps.get(i);
            progress.begins(i, step);
            try {
                requireAsPlanned(step); // first: a step that was not begun is not taken back
                journal.begin(i);
                forth(step);
            } catch (StepFailed e) {
                progress.failed(i, step, e.problem());
                return goBack(i, e.problem());
            }
            journal.done(i);
        }
        journal.finished();
        return new Outcome.Done();
    }

    private Outcome goBack(int failed, String problem) throws IOException {
        Outcome outcome = takeBack(false);
        return switch (outcome) {
            case Outcome.Done _ -> new Outcome.WentBack(failed, problem);
            case Outcome.WentBack back -> back;
            case Outcome.Stuck(int step, String more) ->
                    new Outcome.Stuck(step, problem + "; " + more);
            case Outcome.Changed changed -> changed;
        };
    }

    /**
     * Takes back every step that was begun, the last first.
     *
     * @param force also where somebody has changed a file since: it becomes what it was before
     * @throws IOException where the journal cannot be written; nothing more is touched then
     */
    public Outcome undo(boolean force) throws IOException {
        if (!force) {
            List<Outcome.Difference> differences = differences();
            if (!differences.isEmpty()) {
                return new Outcome.Changed(differences);
            }
        }
        return takeBack(force);
    }

    /** The files that are neither what they were before nor what they were left as. */
    public List<Outcome.Difference> differences() throws IOException {
        List<Outcome.Difference> found = new ArrayList<>();
        List<Step> steps = journal.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (!journal.isBegun(i) || journal.isUndone(i)) {
                continue;
            }
            for (FileChange change : files(steps.get(i))) {
                FileState now = machine.read(change.file()).orElse(null);
                if (!same(now, change.before()) && !same(now, change.after())) {
                    byte[] octets = now == null ? new byte[0] : now.octets();
                    found.add(new Outcome.Difference(change.file(), change.octetsAfter(), octets));
                }
            }
        }
        return found;
    }

    /** Those that must be as they were left. */
    private static List<FileChange> files(Step step) {
        return switch (step) {
            case Step.Edit edit -> edit.files().stream().filter(c -> !c.stays()).toList();
            case Step.Act _ -> List.of();
        };
    }

    private Outcome takeBack(boolean force) throws IOException {
        journal.undoing();
        List<Step> steps = journal.plan().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (!journal.isBegun(i) || journal.isUndone(i)) {
                continue;
            }
            progress.takesBack(i, steps.get(i));
            try {
                back(steps.get(i), force);
            } catch (StepFailed e) {
                return new Outcome.Stuck(i, e.problem());
            }
            journal.undone(i);
        }
        journal.restored();
        return new Outcome.Done();
    }

    private void requireAsPlanned(Step step) throws StepFailed {
        for (FileChange change : files(step)) {
            FileState now = read(change.file());
            if (!same(now, change.before()) && !same(now, change.after())) {
                throw changed(change.file());
            }
        }
    }

    private StepFailed changed(Path file) {
        progress.leaves(file);
        return new StepFailed(file + " was changed by somebody else");
    }

    private void forth(Step step) throws StepFailed {
        switch (step) {
            case Step.Edit edit -> {
                for (Folder folder : edit.folders()) {
                    makeFolder(folder);
                }
                for (FileChange change : edit.files()) {
                    if (!change.stays() || read(change.file()) == null) {
                        put(change, change.before(), change.after());
                    }
                }
                runAll(edit.tests());
                runAll(edit.activate());
            }
            case Step.Act act -> {
                lookAll(act.before());
                runAll(act.forth());
            }
        }
        lookAll(step.checks());
    }

    private void back(Step step, boolean force) throws StepFailed {
        switch (step) {
            case Step.Edit edit -> {
                for (FileChange change : files(edit).reversed()) {
                    if (force) {
                        overwrite(change.file(), change.before());
                    } else {
                        put(change, change.after(), change.before());
                    }
                }
                for (Folder folder : edit.folders().reversed()) {
                    removeFolder(folder.path());
                }
                runAll(edit.activate());
            }
            case Step.Act act -> {
                runAll(act.back());
                for (Table table : act.tables()) {
                    restore(table);
                }
                lookAll(act.checksBack());
            }
        }
    }

    private void restore(Table table) throws StepFailed {
        FileState before = table.table().before();
        FileState now = read(table.table().file());
        boolean asBefore =
                now == null || before == null
                        ? now == null && before == null
                        : Arrays.equals(now.octets(), before.octets());
        if (asBefore) {
            overwrite(table.table().file(), before);
            overwrite(table.copy().file(), table.copy().before());
        }
    }

    /** Makes a file {@code to} where it is {@code from}; one that is {@code to} stays. */
    private void put(FileChange change, @Nullable FileState from, @Nullable FileState to)
            throws StepFailed {
        FileState now = read(change.file());
        if (same(now, to) && isSameTime(now, to)) {
            return;
        }
        if (!same(now, from) && !same(now, to)) {
            throw changed(change.file());
        }
        overwrite(change.file(), to);
    }

    private void overwrite(Path file, @Nullable FileState to) throws StepFailed {
        try {
            if (to == null) {
                machine.remove(file);
            } else {
                machine.write(file, to);
            }
        } catch (IOException e) {
            throw new StepFailed(file, e);
        }
    }

    private @Nullable FileState read(Path file) throws StepFailed {
        try {
            return machine.read(file).orElse(null);
        } catch (IOException e) {
            throw new StepFailed(file, e);
        }
    }

    private static boolean same(@Nullable FileState one, @Nullable FileState other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.isSameAs(other);
    }

    private static boolean isSameTime(@Nullable FileState one, @Nullable FileState other) {
        return one == null || other == null || one.modified().equals(other.modified());
    }

    private void makeFolder(Folder folder) throws StepFailed {
        try {
            machine.makeFolder(folder);
        } catch (IOException e) {
            throw new StepFailed(folder.path(), e);
        }
    }

    private void removeFolder(Path folder) throws StepFailed {
        try {
            machine.removeFolder(folder);
        } catch (IOException e) {
            throw new StepFailed(folder, e);
        }
    }

    private void runAll(List<List<String>> commands) throws StepFailed {
        for (List<String> command : commands) {
            progress.runs(command);
            Optional<String> problem = machine.run(command);
            if (problem.isPresent()) {
                throw new StepFailed(String.join(" ", command) + ": " + problem.get());
            }
        }
    }

    private void lookAll(List<Check> checks) throws StepFailed {
        for (Check check : checks) {
            progress.looks(check);
            Optional<String> problem = machine.complaint(check);
            if (problem.isPresent()) {
                throw new StepFailed(problem.get());
            }
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
