package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.Set;
import org.hikyaku.machine.MachineFiles;

/**
 * One run: its plan, and how far it came. {@code plan.json} and the files beside it never change;
 * {@code log} grows by a line for each thing that begins or ends, each on the disk before the run
 * goes on. A last line without its end was not written, and does not count.
 */
public final class Journal {

    static final String PLAN = "plan.json";
    private static final String LOG = "log";

    /** A thousand steps have some 30 KB of log. */
    private static final long MAX_LOG_BYTES = 1 << 20;

    private static final FileAttribute<?> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** How far a run came. */
    public enum State {
        /** Steps are done or to be done. */
        BEGUN,
        /** All steps are done. */
        APPLIED,
        /** Steps are being taken back. */
        UNDOING,
        /** All is as it was. */
        RESTORED
    }

    private final Path home;
    private final AdoptionPlan plan;
    private final BitSet begun = new BitSet();
    private final BitSet done = new BitSet();
    private final BitSet undone = new BitSet();
    private State state = State.BEGUN;

    private Journal(Path home, AdoptionPlan plan) {
        this.home = home;
        this.plan = plan;
    }

    /** Writes a plan and what belongs to it into a new folder. */
    static void write(Path home, AdoptionPlan plan) throws IOException {
        JournalForm form = JournalForm.of(plan);
        int n = 0;
        for (byte[] content : form.contents()) {
            writeFile(home.resolve(name(n++)), content);
        }
        writeFile(home.resolve(PLAN), form.json());
        writeFile(home.resolve(LOG), new byte[0]);
        MachineFiles.sync(home);
    }

    static String name(int number) {
        return number + ".file";
    }

    /** A new file in a folder that nobody reads before it is whole and named. */
    private static void writeFile(Path file, byte[] octets) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OWN)) {
            writeAll(out, octets);
        }
    }

    private static void writeAll(FileChannel out, byte[] octets) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(octets);
        while (left.hasRemaining()) {
            out.write(left);
        }
        out.force(true);
    }

    /** Reads what an earlier run has written. */
    static Journal read(Path home) throws IOException, JournalException {
        AdoptionPlan plan = JournalForm.read(home);
        Journal journal = new Journal(home, plan);
        Path log = home.resolve(LOG);
        if (Files.size(log) > MAX_LOG_BYTES) {
            throw new JournalException(JournalException.Reason.DAMAGED, log + " is too large");
        }
        String text = Files.readString(log, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            journal.cut(end); // else the next line would join it
        }
        for (String line : text.substring(0, end).lines().toList()) {
            if (!journal.replay(line)) {
                throw new JournalException(
                        JournalException.Reason.DAMAGED, log + ": not understood: " + line);
            }
        }
        return journal;
    }

    private boolean replay(String line) {
        String[] words = line.split(" ", 2);
        boolean numbered = words.length == 2 && words[1].matches("[0-9]{1,6}");
        int step = numbered ? Integer.parseInt(words[1]) : 0;
        if (numbered && step >= plan.steps().size()) {
            return false;
        }
        switch (words[0]) {
            case "begin" -> begun.set(step);
            case "done" -> done.set(step);
            case "undone" -> undone.set(step);
            case "applied" -> state = State.APPLIED;
            case "undoing" -> state = State.UNDOING;
            case "restored" -> state = State.RESTORED;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What is to be done. */
    public AdoptionPlan plan() {
        return plan;
    }

    /** How far it came. */
    public State state() {
        return state;
    }

    /** Where it lies. */
    public Path home() {
        return home;
    }

    /** How many steps are done. */
    public int doneCount() {
        return done.cardinality();
    }

    boolean isBegun(int step) {
        return begun.get(step);
    }

    boolean isDone(int step) {
        return done.get(step);
    }

    boolean isUndone(int step) {
        return undone.get(step);
    }

    void begin(int step) throws IOException {
        append("begin " + step);
        begun.set(step);
    }

    void done(int step) throws IOException {
        append("done " + step);
        done.set(step);
    }

    void undone(int step) throws IOException {
        append("undone " + step);
        undone.set(step);
    }

    void finished() throws IOException {
        append("applied");
        state = State.APPLIED;
    }

    void undoing() throws IOException {
        if (state != State.UNDOING) {
            append("undoing");
            state = State.UNDOING;
        }
    }

    void restored() throws IOException {
        append("restored");
        state = State.RESTORED;
    }

    private void append(String line) throws IOException {
        byte[] octets = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel log =
                FileChannel.open(
                        home.resolve(LOG), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            writeAll(log, octets);
        }
    }

    private void cut(int bytes) throws IOException {
        try (FileChannel log = FileChannel.open(home.resolve(LOG), StandardOpenOption.WRITE)) {
            log.truncate(bytes);
            log.force(true);
        }
    }
}
