package org.hikyaku.store.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The one writer. Runs all pieces of work that have gathered in one transaction, so that they share
 * one sync; a piece that fails is rolled back alone.
 */
final class Writer implements AutoCloseable {

    /** Pieces in one transaction, at most: bounds how long the first waits for the last. */
    private static final int MAX_BATCH = 256;

    /** Pieces that wait, at most; who comes then waits for room. */
    private static final int MAX_WAITING = 4096;

    /** Work that changes rows. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    private record Piece<T>(Work<T> work, CompletableFuture<T> outcome) {

        /** Runs the work in the open transaction; what is left to do once that is durable. */
        Runnable run(Session session) throws SQLException {
            session.update("SAVEPOINT piece");
            try {
                T value = work.run(session);
                session.update("RELEASE piece");
                return () -> outcome.complete(value);
            } catch (SQLException | RuntimeException e) {
                session.update("ROLLBACK TO piece");
                session.update("RELEASE piece");
                outcome.completeExceptionally(e);
                return () -> {};
            }
        }
    }

    private final Database database;
    private final Session session;
    private final BlockingQueue<Piece<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private volatile boolean closing;

    Writer(Database database, Session session) {
        this.database = database;
        this.session = session;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::loop);
    }

    /** Runs {@code work} and waits until it is durable. */
    <T> T write(Work<T> work) {
        if (closing) {
            throw new StoreException("the store is closed");
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        try {
            waiting.put(new Piece<>(work, outcome));
            return outcome.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted before a change was begun", e);
        } catch (CompletionException e) {
            throw translated(e.getCause());
        }
    }

    /** Runs {@code work} some time soon; drops it where too much waits. */
    void writeLater(Work<?> work) {
        if (!closing) {
            boolean _ = waiting.offer(new Piece<>(work, new CompletableFuture<>()));
        }
    }

    private RuntimeException translated(@Nullable Throwable cause) {
        return switch (cause) {
            case SQLException e -> database.failure(e);
            case StoreException e -> new StoreException(String.valueOf(e.getMessage()), e);
            case null, default ->
                    new StoreException(
                            "a change failed", cause == null ? new IllegalStateException() : cause);
        };
    }

    private void loop() {
        List<Piece<?>> batch = new ArrayList<>();
        try {
            while (!closing || !waiting.isEmpty()) {
                Piece<?> first = waiting.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MAX_BATCH - 1);
                    runBatch(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void runBatch(List<Piece<?>> batch) {
        List<Runnable> done = new ArrayList<>(batch.size());
        try {
            session.update("BEGIN IMMEDIATE");
            for (Piece<?> piece : batch) {
                done.add(piece.run(session));
            }
            session.update("COMMIT");
        } catch (SQLException e) {
            rollback(e);
            batch.forEach(piece -> piece.outcome().completeExceptionally(e));
            return;
        }
        done.forEach(Runnable::run);
    }

    private void rollback(SQLException cause) {
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e); // no transaction was open
        }
    }

    /** Finishes what waits. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
