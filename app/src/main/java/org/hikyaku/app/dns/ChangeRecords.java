package org.hikyaku.app.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The records of what was done to a domain, in {@code dns/DOMAIN} of the data folder, one JSON file
 * each. A file is whole or absent, and on the disk when {@link #save} returns. Holds a lock: one
 * apply or undo at a time.
 */
final class ChangeRecords implements AutoCloseable {

    /** Ten thousand changes have 10 MB. */
    private static final long MAX_BYTES = 64L << 20;

    private final Path folder;
    private final Texts texts;
    private final FileChannel channel;
    private final FileLock lock;

    private ChangeRecords(Path folder, Texts texts, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.texts = texts;
        this.channel = channel;
        this.lock = lock;
    }

    /** Opens, and keeps others out. */
    static ChangeRecords open(Path data, DomainName domain, Texts texts) {
        Path folder = data.resolve("dns").resolve(domain.ascii());
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new CommandFailure(texts.text("apply.locked", domain.unicode()));
            }
            return new ChangeRecords(folder, texts, channel, lock);
        } catch (IOException e) {
            throw unwritable(texts, folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException _) {
            return null; // another thread of this process has it
        }
    }

    private static CommandFailure unwritable(Texts texts, Path file, IOException e) {
        return new CommandFailure(texts.text("apply.undo-file", file, reason(e)), e);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }

    /** Where a record lies. */
    Path file(ChangeRecord record) {
        String name = record.at().toString().replace(":", "").replace("-", "");
        return folder.resolve(name + ".json");
    }

    /** Writes a record; on the disk on return. */
    void save(ChangeRecord record) {
        Path file = file(record);
        Path work = file.resolveSibling(file.getFileName() + ".new");
        byte[] octets = ChangeRecordJson.write(record).getBytes(StandardCharsets.UTF_8);
        try {
            try (FileChannel out =
                    FileChannel.open(
                            work,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(octets);
                while (left.hasRemaining()) {
                    int _ = out.write(left);
                }
                out.force(true);
            }
            Files.move(
                    work,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            sync(folder); // the entry of the file
            sync(folder.resolveSibling("")); // and that of the folder
        } catch (IOException e) {
            throw unwritable(texts, file, e);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** The newest record that is not taken back. */
    Optional<ChangeRecord> last() {
        return all().reversed().stream()
                .map(this::read)
                .filter(record -> record.state() != ChangeRecord.State.UNDONE)
                .findFirst();
    }

    private List<Path> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw broken(folder, reason(e));
        }
    }

    private ChangeRecord read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw broken(file, ">" + MAX_BYTES);
            }
            return ChangeRecordJson.read(Files.readString(file));
        } catch (IOException e) {
            throw broken(file, reason(e));
        } catch (ChangeRecordJson.Unreadable e) {
            throw broken(file, String.valueOf(e.getMessage()));
        }
    }

    private CommandFailure broken(Path file, String reason) {
        return new CommandFailure(texts.text("undo.broken", file, reason));
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw unwritable(texts, folder, e);
        }
    }
}
