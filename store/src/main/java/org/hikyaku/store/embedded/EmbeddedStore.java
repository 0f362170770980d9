package org.hikyaku.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Domains;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Leases;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;
import org.hikyaku.store.files.FileKeys;
import org.hikyaku.store.files.Folders;
import org.hikyaku.store.files.SegmentBlobs;
import org.jspecify.annotations.Nullable;

/** The store in one folder: {@code mail.db}, {@code blobs/}, {@code keys/}. */
public final class EmbeddedStore implements Store {

    private static final String BLOBS = "blobs";
    private static final String KEYS = "keys";

    private final SegmentBlobs blobs;
    private final FileKeys keys;
    private final Writer writer;
    private final Readers readers;
    private final @Nullable FileChannel serveLock;
    private final SqlDomains domains;
    private final SqlAccounts accounts;
    private final SqlMailboxes mailboxes;
    private final SqlQueue queue;
    private final SqlEvidence evidence;
    private final SqlLeases leases;
    private final SharedSignals signals;

    private EmbeddedStore(
            Path folder, Writer writer, Readers readers, @Nullable FileChannel serveLock) {
        this.serveLock = serveLock;
        this.writer = writer;
        this.readers = readers;
        blobs = SegmentBlobs.open(folder.resolve(BLOBS));
        keys = new FileKeys(folder.resolve(KEYS));
        domains = new SqlDomains(writer, readers, new KnownDomains(System::nanoTime));
        accounts = new SqlAccounts(writer, readers, domains);
        mailboxes = new SqlMailboxes(writer, readers);
        queue = new SqlQueue(writer, readers);
        evidence = new SqlEvidence(writer, readers);
        leases = new SqlLeases(writer);
        signals = new SharedSignals(writer, readers, serveLock != null);
    }

    /**
     * Opens the store in {@code folder} beside whoever serves it; makes it where it is absent.
     *
     * @throws StoreException with one line for a person: not writable, damaged, made by a newer
     *     version
     */
    public static EmbeddedStore open(Path folder) {
        prepare(folder);
        return open(folder, null);
    }

    /**
     * Opens the store as its server; only one process may at a time.
     *
     * @throws StoreException as {@link #open}, and where another serves it
     */
    public static EmbeddedStore openServing(Path folder) {
        prepare(folder);
        Path file = folder.resolve("serve.lock");
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            boolean opened = false;
            try {
                if (tryLock(channel) == null) {
                    throw new StoreException(
                            "another hikyaku serves " + folder + " already: stop it first");
                }
                EmbeddedStore store = open(folder, channel);
                opened = true;
                return store;
            } finally {
                if (!opened) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new StoreException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // by this process
        }
    }

    private static EmbeddedStore open(Path folder, @Nullable FileChannel serveLock) {
        Database database = new Database(folder.resolve("mail.db"));
        try {
            database.create(SegmentBlobs.isEmpty(folder.resolve(BLOBS)));
            return open(folder, database, serveLock);
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (IOException e) {
            throw new StoreException(
                    "the database in " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static EmbeddedStore open(
            Path folder, Database database, @Nullable FileChannel serveLock) throws SQLException {
        Writer writer = new Writer(database, new Session(database.connect()));
        Readers readers = new Readers(database);
        boolean opened = false;
        try {
            EmbeddedStore store = new EmbeddedStore(folder, writer, readers, serveLock);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                writer.close();
                readers.close();
            }
        }
    }

    private static void prepare(Path folder) {
        List<Path> all = List.of(folder, folder.resolve(BLOBS), folder.resolve(KEYS));
        for (Path path : all) {
            try {
                Folders.make(path);
            } catch (IOException e) {
                throw new StoreException(
                        "the data folder " + path + " cannot be made: " + e.getMessage(), e);
            }
            if (!Files.isWritable(path)) {
                throw new StoreException(
                        "the data folder " + path + " is not writable for this user");
            }
        }
    }

    /** Gives back the space of messages that no row names; how many files. */
    public int sweep(Instant now) {
        String sql = "SELECT segment FROM messages UNION SELECT segment FROM queue";
        Set<Long> live = new HashSet<>(readers.read(s -> s.all(sql, r -> r.getLong(1))));
        try {
            return blobs.sweep(live, now);
        } catch (IOException e) {
            throw new StoreException("old message files cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public Domains domains() {
        return domains;
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Keys keys() {
        return keys;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    @Override
    public Mailboxes mailboxes() {
        return mailboxes;
    }

    @Override
    public Queue queue() {
        return queue;
    }

    @Override
    public Evidence evidence() {
        return evidence;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public void close() {
        try (AutoCloseable _ = serveLock;
                AutoCloseable _ = blobs;
                AutoCloseable _ = readers;
                AutoCloseable _ = writer) {
            // the writer ends first, the lock goes last, whatever fails on the way
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreException("the store cannot be closed: " + e.getMessage(), e);
        }
    }
}
