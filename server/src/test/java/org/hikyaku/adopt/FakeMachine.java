package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hikyaku.machine.FileState;

/**
 * A machine in memory: files, folders, and services that {@code start X} and {@code stop X} change.
 * What happens to it is counted, and the n-th act may fail, or end the run before or after it.
 */
final class FakeMachine implements Machine {

    static final Path PASSWD = Path.of("/etc/passwd");
    static final Path PASSWD_BEFORE = Path.of("/etc/passwd-");

    /** The run was ended from outside. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What is in store for an act. */
    enum Fate {
        FAILS,
        KILLED_BEFORE,
        KILLED_AFTER
    }

    final Map<Path, FileState> files = new TreeMap<>();
    final Set<Path> folders = new TreeSet<>();
    final Set<String> running = new TreeSet<>();
    final List<String> history = new ArrayList<>();
    private int acts;
    private int fatal = -1;
    private Fate fate = Fate.FAILS;

    /** Everything that can be seen of it. */
    record Snapshot(Map<Path, FileState> files, Set<Path> folders, Set<String> running) {}

    /** A file that is there. */
    FileState file(Path path) {
        return read(path).orElseThrow();
    }

    Snapshot snapshot() {
        return new Snapshot(new TreeMap<>(files), new TreeSet<>(folders), new TreeSet<>(running));
    }

    void doom(int act, Fate what) {
        acts = 0;
        fatal = act;
        fate = what;
    }

    /** Nothing happens any more. */
    void spare() {
        fatal = -1;
    }

    int acts() {
        return acts;
    }

    /** Whether this act fails. */
    private boolean act(Runnable effect) {
        boolean mine = acts++ == fatal;
        if (mine && fate == Fate.KILLED_BEFORE) {
            throw new Killed();
        }
        if (mine && fate == Fate.FAILS) {
            return true;
        }
        effect.run();
        if (mine) {
            throw new Killed();
        }
        return false;
    }

    private void orThrow(Runnable effect) throws IOException {
        if (act(effect)) {
            throw new IOException("the disk is full");
        }
    }

    @Override
    public Optional<FileState> read(Path file) {
        return Optional.ofNullable(files.get(file));
    }

    @Override
    public void write(Path file, FileState state) throws IOException {
        orThrow(() -> files.put(file, state));
    }

    @Override
    public void remove(Path file) throws IOException {
        orThrow(() -> files.remove(file));
    }

    @Override
    public void makeFolder(Folder folder) throws IOException {
        orThrow(() -> folders.add(folder.path()));
    }

    @Override
    public void removeFolder(Path folder) throws IOException {
        orThrow(
                () -> {
                    if (files.keySet().stream().noneMatch(f -> f.startsWith(folder))) {
                        folders.remove(folder);
                    }
                });
    }

    @Override
    public Optional<String> run(List<String> command) {
        history.add(String.join(" ", command));
        boolean failed =
                act(
                        () -> {
                            switch (command.getFirst()) {
                                case "start" -> running.add(command.getLast());
                                case "stop" -> running.remove(command.getLast());
                                case "useradd" -> account(true);
                                case "userdel" -> account(false);
                                default -> {}
                            }
                        });
        return failed ? Optional.of("status 1") : Optional.empty();
    }

    /** As useradd and userdel do it: the table as it was before is kept beside it. */
    private void account(boolean add) {
        FileState table = file(PASSWD);
        String text = new String(table.octets(), StandardCharsets.UTF_8);
        String line = "hikyaku:x:499\n";
        if (text.contains(line) != add) {
            files.put(PASSWD_BEFORE, table);
            String now = add ? text + line : text.replace(line, "");
            files.put(PASSWD, table.with(now.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
        }
    }

    @Override
    public Optional<String> complaint(Check check) {
        return act(() -> {}) ? Optional.of("it does not answer") : Optional.empty();
    }
}
