package org.hikyaku.store.embedded;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.hikyaku.store.StoreException;

/** Connections for reading, on platform threads of their own. They never wait for the writer. */
final class Readers implements AutoCloseable {

    private static final int THREADS = 2;

    private final Database database;
    private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(THREADS);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());

    Readers(Database database) {
        this.database = database;
    }

    /**
     * Runs {@code work}, which sees the rows as they are at one moment, and waits for it; an
     * interrupt does not end the wait, which is short.
     */
    <T> T read(Writer.Work<T> work) {
        return wait(
                session -> {
                    session.update("BEGIN");
                    T value = work.run(session);
                    session.update("COMMIT");
                    return value;
                });
    }

    /** As {@link #read} for work of one statement, which sees the rows at one moment anyhow. */
    <T> T one(Writer.Work<T> work) {
        return wait(work);
    }

    private <T> T wait(Writer.Work<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(outcome, work));
            return outcome.join();
        } catch (RejectedExecutionException e) {
            throw new StoreException("the store is closed", e);
        } catch (CompletionException e) {
            throw database.translated(e.getCause());
        }
    }

    private <T> void complete(CompletableFuture<T> outcome, Writer.Work<T> work) {
        try {
            outcome.complete(inSession(work));
        } catch (SQLException | RuntimeException | Error e) {
            outcome.completeExceptionally(e); // the waiting thread throws it
        }
    }

    private <T> T inSession(Writer.Work<T> work) throws SQLException {
        Session kept = idle.poll();
        Session session = kept == null ? new Session(database.connect()) : kept;
        try {
            T value = work.run(session);
            idle.add(session); // as many as threads, so there is room
            return value;
        } catch (SQLException | RuntimeException | Error e) {
            giveUp(session, e);
            throw e;
        }
    }

    /** Closes a session with its transaction. */
    private static void giveUp(Session session, Throwable cause) {
        try {
            session.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        threads.close();
        try {
            for (Session session : idle) {
                session.close();
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
