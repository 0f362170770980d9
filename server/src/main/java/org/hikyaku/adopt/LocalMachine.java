package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.hikyaku.machine.CommandRun;
import org.hikyaku.machine.FileState;
import org.hikyaku.machine.MachineFiles;

/** The machine that this program runs on. */
public final class LocalMachine implements Machine {

    /** A service that stops may wait for its sessions. */
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Duration patience;
    private final Probes probes;

    /**
     * A machine.
     *
     * @param patience how long a check may take to come true, as a rule {@link Check#LIMIT}
     */
    public LocalMachine(Duration patience) {
        this.patience = patience;
        this.probes = new Probes();
    }

    @Override
    public Optional<FileState> read(Path file) throws IOException {
        return MachineFiles.read(file);
    }

    @Override
    public void write(Path file, FileState state) throws IOException {
        MachineFiles.write(file, state);
    }

    @Override
    public void remove(Path file) throws IOException {
        MachineFiles.remove(file);
    }

    @Override
    public void makeFolder(Folder folder) throws IOException {
        if (Files.isDirectory(folder.path())) {
            return;
        }
        MachineFiles.makeFolders(folder.path());
        MachineFiles.own(folder.path(), folder.uid(), folder.gid(), folder.mode());
    }

    @Override
    public void removeFolder(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException _) {
            // Somebody has put something there; it stays.
        }
    }

    @Override
    public Optional<String> run(List<String> command) {
        try {
            CommandRun run = CommandRun.of(command, new byte[0], COMMAND_LIMIT);
            return run.status() == 0
                    ? Optional.empty()
                    : Optional.of("status " + run.status() + ": " + run.said());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<String> complaint(Check check) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<String> complaint = once(check);
            if (complaint.isEmpty()) {
                return complaint;
            }
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return check instanceof Check.Unused ? Optional.empty() : complaint;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Optional<String> once(Check check) {
        return switch (check) {
            case Check.Runs(var command) -> run(command);
            case Check.MilterAnswers(var socket) -> probes.milter(socket);
            case Check.Unused(var socket) -> probes.unused(socket);
            case Check.Silent(var socket) ->
                    probes.milter(socket).isPresent()
                            ? Optional.empty()
                            : Optional.of(socket + " answers still");
            case Check.Greets(var server) -> probes.greeting(server);
            case Check.Serves(var zone, var serial, var server) ->
                    probes.serial(zone, serial, server);
        };
    }
}
