package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hikyaku.machine.FileState;

/** What a step touches. */
public interface Machine {

    /**
     * A file as it is; empty where there is none.
     *
     * @throws IOException where it cannot be read
     */
    Optional<FileState> read(Path file) throws IOException;

    /**
     * Puts a file there as a whole.
     *
     * @throws IOException where it cannot be written
     */
    void write(Path file, FileState state) throws IOException;

    /**
     * Takes a file away.
     *
     * @throws IOException where it cannot be
     */
    void remove(Path file) throws IOException;

    /**
     * Makes a folder where there is none.
     *
     * @throws IOException where it cannot be made
     */
    void makeFolder(Folder folder) throws IOException;

    /**
     * Takes a folder away where it is empty.
     *
     * @throws IOException where it cannot be looked at
     */
    void removeFolder(Path folder) throws IOException;

    /**
     * Runs a program to its end.
     *
     * @return what it said where it did not end with status 0, or could not be started
     */
    Optional<String> run(List<String> command);

    /** Waits until something is true; otherwise what stands against it. */
    Optional<String> complaint(Check check);
}
