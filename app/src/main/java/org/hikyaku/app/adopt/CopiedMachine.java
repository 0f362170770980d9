package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.Folder;
import org.hikyaku.adopt.Machine;
import org.hikyaku.machine.FileState;

/**
 * A copy of a machine's files: they are edited, programs are not run and nothing is asked.
 *
 * @param disk the machine on which the copy lies
 */
record CopiedMachine(Target target, Machine disk) implements Machine {

    @Override
    public Optional<FileState> read(Path file) throws IOException {
        return disk.read(target.on(file));
    }

    @Override
    public void write(Path file, FileState state) throws IOException {
        disk.write(target.on(file), state);
    }

    @Override
    public void remove(Path file) throws IOException {
        disk.remove(target.on(file));
    }

    @Override
    public void makeFolder(Folder folder) throws IOException {
        disk.makeFolder(
                new Folder(target.on(folder.path()), folder.uid(), folder.gid(), folder.mode()));
    }

    @Override
    public void removeFolder(Path folder) throws IOException {
        disk.removeFolder(target.on(folder));
    }

    @Override
    public Optional<String> run(List<String> command) {
        return Optional.empty();
    }

    @Override
    public Optional<String> complaint(Check check) {
        return Optional.empty();
    }
}
