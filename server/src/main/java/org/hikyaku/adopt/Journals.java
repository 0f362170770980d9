package org.hikyaku.adopt;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.machine.MachineFiles;
import org.jspecify.annotations.Nullable;

/**
 * The journals of all runs, one folder each, numbered, in a folder that only root may read: they
 * hold what files were, keys among them. Keeps other runs out while it is open.
 */
public final class Journals implements AutoCloseable {

    private static final String UNFINISHED = "new";

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private Journals(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens, and keeps others out; the folder is made where it is absent.
     *
     * @throws JournalException where another run has it
     * @throws IOException where the folder cannot be made or written
     */
    public static Journals open(Path folder) throws IOException, JournalException {
        MachineFiles.makeFolders(folder.toAbsolutePath());
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        @Nullable FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new JournalException(
                    JournalException.Reason.LOCKED, "another run of adopt has " + folder);
        }
        return new Journals(folder, channel, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another thread of this process has it
        }
    }

    /**
     * The newest run that is not wholly taken back.
     *
     * @throws JournalException where it was damaged
     */
    public Optional<Journal> last() throws IOException, JournalException {
        List<Integer> numbers = numbers();
        for (int number : numbers.reversed()) {
            Journal journal = Journal.read(folder.resolve(Integer.toString(number)));
            if (journal.state() != Journal.State.RESTORED) {
                return Optional.of(journal);
            }
        }
        return Optional.empty();
    }

    private List<Integer> numbers() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    /** Writes a plan down, with what every file was; on the disk on return. */
    public Journal begin(AdoptionPlan plan) throws IOException, JournalException {
        Path work = folder.resolve(UNFINISHED);
        deleteAll(work); // of a run that ended while it wrote; it had touched nothing
        MachineFiles.makeFolders(work.toAbsolutePath());
        Journal.write(work, plan);
        List<Integer> numbers = numbers();
        int number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
        Path home = folder.resolve(Integer.toString(number));
        Files.move(work, home, StandardCopyOption.ATOMIC_MOVE);
        MachineFiles.sync(folder);
        return Journal.read(home);
    }

    private static void deleteAll(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
