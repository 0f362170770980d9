package org.hikyaku.certs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.util.Optional;
import org.hikyaku.store.StoreException;
import org.hikyaku.store.files.Folders;

/** What is kept of one certificate while it is on its way: state, the next key, a lock. */
final class CertFolder {

    private final Path folder;
    private final String name;

    /** In {@code folder}, which is made at the first write. */
    CertFolder(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    private Path file(String kind) {
        return folder.resolve(name + "." + kind);
    }

    /** The work of one process alone; false where another is at it. */
    boolean alone(Runnable work) {
        try {
            Folders.make(folder);
            try (FileChannel guard =
                            FileChannel.open(
                                    file("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = guard.tryLock()) {
                if (lock == null) {
                    return false;
                }
                work.run();
                return true;
            }
        } catch (OverlappingFileLockException _) {
            return false; // another thread of this process
        } catch (IOException e) {
            throw failure("lock", e);
        }
    }

    CertState state() {
        Path file = file("json");
        try {
            return Files.exists(file) ? StateText.parse(SafeFile.read(file)) : CertState.NEW;
        } catch (IOException | IllegalArgumentException e) {
            throw failure("json", e);
        }
    }

    /** Durable on return. */
    CertState keep(CertState state) {
        try {
            Folders.make(folder);
            SafeFile.write(file("json"), StateText.of(state));
            return state;
        } catch (IOException e) {
            throw failure("json", e);
        }
    }

    /** The key of the order under way. */
    Optional<KeyPair> nextKey() {
        Path file = file("key");
        try {
            return Files.exists(file) ? Optional.of(KeyFile.read(file)) : Optional.empty();
        } catch (IOException e) {
            throw failure("key", e);
        }
    }

    /** Durable on return. */
    KeyPair keepKey(KeyPair key) {
        try {
            Folders.make(folder);
            SafeFile.write(file("key"), KeyFile.pem(key));
            return key;
        } catch (IOException e) {
            throw failure("key", e);
        }
    }

    void dropKey() {
        try {
            Files.deleteIfExists(file("key"));
        } catch (IOException e) {
            throw failure("key", e);
        }
    }

    private StoreException failure(String kind, Exception e) {
        return new StoreException(file(kind) + " cannot be used: " + e.getMessage(), e);
    }
}
