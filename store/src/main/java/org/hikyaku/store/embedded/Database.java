package org.hikyaku.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The database file: how a connection to it is opened, and which form it has. */
final class Database {

    /** The newest form that this program knows; {@code V1.sql} and so on lead to it. */
    static final int VERSION = 2;

    /** How long a change waits for another process that writes. */
    private static final int BUSY_MILLIS = 10_000;

    private final Path file;

    Database(Path file) {
        this.file = file;
    }

    /**
     * Makes the file where it is absent, for the server's user only: it holds mail and hashes; and
     * brings it to the newest form.
     *
     * @param mayBeNew false where the folder holds messages: an empty database would give them up
     * @throws StoreException where it is damaged, newer than this program, or lost
     */
    void create(boolean mayBeNew) throws IOException {
        if (!Files.exists(file)) {
            requireNew(mayBeNew);
            try {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException _) {
                // by another process at this moment
            }
        }
        migrate(mayBeNew);
    }

    private void requireNew(boolean mayBeNew) {
        if (!mayBeNew) {
            throw new StoreException(
                    file
                            + " is gone or empty, but there are messages beside it: bring it back"
                            + " from a backup, or move the folder away to begin anew");
        }
    }

    /** A connection; each commit of it is durable (WAL with synchronous=FULL). */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA foreign_keys=ON");
            statement.execute("PRAGMA cache_size=-8000"); // 8 MB
            // 16 MB of WAL: what changes and goes again soon, as the queue does, is copied once.
            statement.execute("PRAGMA wal_autocheckpoint=4000");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Brings the file to the newest form; forward only. */
    private void migrate(boolean mayBeNew) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            int version = version(statement);
            if (version > VERSION) {
                throw new StoreException(
                        file
                                + " was made by a newer version of hikyaku (form "
                                + version
                                + ", this one knows "
                                + VERSION
                                + "): use that version");
            }
            if (version == 0) {
                requireNew(mayBeNew);
            }
            for (int next = version + 1; next <= VERSION; next++) {
                step(statement, next);
            }
            statement.execute("COMMIT");
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void step(Statement statement, int version) throws SQLException {
        for (String sql : script(version).split(";\\s*\n")) {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        }
        statement.execute("PRAGMA user_version=" + version);
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static String script(int version) {
        String name = "V" + version + ".sql";
        try (InputStream in = Database.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "");
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** What a change or a question has failed with, for the thread that waits for it. */
    RuntimeException translated(@Nullable Throwable cause) {
        return switch (cause) {
            case SQLException e -> failure(e);
            case StoreException e -> new StoreException(String.valueOf(e.getMessage()), e);
            case null, default ->
                    new IllegalStateException("work in the store failed", cause); // our bug
        };
    }

    /** SQLite's failure in words for a person. */
    StoreException failure(SQLException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("SQLITE_NOTADB") || text.contains("SQLITE_CORRUPT")) {
            return new StoreException(
                    file + " is damaged or no database of hikyaku: bring it back from a backup", e);
        }
        if (text.contains("SQLITE_READONLY") || text.contains("SQLITE_CANTOPEN")) {
            return new StoreException(
                    file + " cannot be written: check the owner and the permissions of the folder",
                    e);
        }
        if (text.contains("SQLITE_BUSY")) {
            return new StoreException(
                    file + " is kept busy by another process: try again, or stop that one", e);
        }
        if (text.contains("SQLITE_IOERR")) {
            return new StoreException(
                    "the disk failed: " + file + " cannot be read or written (" + text + ")", e);
        }
        if (text.contains("SQLITE_FULL")) {
            return new StoreException("the disk is full: " + file + " cannot grow", e);
        }
        return new StoreException(file + ": " + text, e);
    }
}
