package org.hikyaku.store.embedded;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.hikyaku.store.StoreException;

/**
 * The one writer. Runs all pieces of work that have gathered in one transaction, so that they share
 * one sync; a piece that fails is rolled back alone.
 */
final class Writer implements AutoCloseable {

    /** Pieces in one transaction, at most: bounds how long the first waits for the last. */
    private static final int MAX_BATCH = 256;

    /** Pieces that wait, at most; who comes then waits for room. */
    private static final int MAX_WAITING = 4096;

    /** How long closing may take to be noticed while there is nothing to do. */
    private static final int LOOK_MILLIS = 200;

    /** Work that changes rows, and nothing else: it may be rolled back and run again. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    private record Piece<T>(Work<T> work, CompletableFuture<T> outcome) {

        /** Runs the work in the open transaction; what is left to do once that is durable. */
        Runnable run(Session session) throws SQLException {
            T value = work.run(session);
            return () -> outcome.complete(value);
        }

        /** As {@link #run}; where the work fails, it alone is rolled back. */
        Runnable runApart(Session session) throws SQLException {
            session.update("SAVEPOINT piece");
            try {
                Runnable rest = run(session);
                session.update("RELEASE piece");
                return rest;
            } catch (SQLException | RuntimeException e) {
                if (!isUndone(session, e)) {
                    throw e;
                }
                return () -> outcome.completeExceptionally(e);
            }
        }

        /** SQLite itself rolls all back where the disk is full: then the others fail as well. */
        private static boolean isUndone(Session session, Exception cause) {
            try {
                session.update("ROLLBACK TO piece");
                session.update("RELEASE piece");
                return true;
            } catch (SQLException e) {
                cause.addSuppressed(e);
                return false;
            }
        }
    }

    private final Database database;
    private final Session session;
    private final BlockingQueue<Piece<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    Writer(Database database, Session session) {
        this.database = database;
        this.session = session;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::loop);
        thread.start();
    }

    /**
     * Runs {@code work} and waits until it is durable. An interrupt does not end the wait: nobody
     * would know then whether the change was made.
     */
    <T> T write(Work<T> work) {
        if (closing) {
            throw closed();
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        put(new Piece<>(work, outcome));
        if (ended) {
            refuseWaiting();
        }
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw database.translated(e.getCause());
        }
    }

    private void put(Piece<?> piece) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.put(piece);
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs {@code work} some time soon; drops it where too much waits. */
    void writeLater(Work<?> work) {
        if (!closing) {
            boolean _ = waiting.offer(new Piece<>(work, new CompletableFuture<>()));
        }
    }

    private static StoreException closed() {
        return new StoreException("the store is closed");
    }

    private void loop() {
        List<Piece<?>> batch = new ArrayList<>();
        try {
            while (!closing || !waiting.isEmpty()) {
                Piece<?> first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, MAX_BATCH - 1);
                    runBatch(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            ended = true;
            refuseWaiting();
        }
    }

    /** Who came while the writer ended would wait for ever. */
    private void refuseWaiting() {
        Piece<?> piece = waiting.poll();
        while (piece != null) {
            piece.outcome().completeExceptionally(closed());
            piece = waiting.poll();
        }
    }

    /**
     * Pieces hardly ever fail. So they run as one first; where one has failed, all are rolled back
     * and run again, each on a savepoint of its own.
     */
    private void runBatch(List<Piece<?>> batch) {
        Optional<Throwable> failure = commit(batch, Piece::run);
        if (failure.isPresent() && batch.size() > 1) {
            failure = commit(batch, Piece::runApart);
        }
        failure.ifPresent(e -> batch.forEach(piece -> piece.outcome().completeExceptionally(e)));
    }

    /** How a piece runs in the open transaction. */
    private interface Way {
        Runnable run(Piece<?> piece, Session session) throws SQLException;
    }

    /** One transaction; why it failed. */
    private Optional<Throwable> commit(List<Piece<?>> batch, Way way) {
        List<Runnable> done = new ArrayList<>(batch.size());
        try {
            session.update("BEGIN IMMEDIATE");
            for (Piece<?> piece : batch) {
                done.add(way.run(piece, session));
            }
            session.update("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever it was: the others wait, and the writer must live on.
            rollback(e);
            return Optional.of(e);
        }
        done.forEach(Runnable::run);
        return Optional.empty();
    }

    private void rollback(Throwable cause) {
        try {
            session.update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e); // no transaction was open
        }
    }

    /** Finishes what waits; an interrupt does not end the wait: the changes are promised. */
    @Override
    public void close() {
        closing = true;
        boolean _ = waiting.offer(new Piece<>(_ -> true, new CompletableFuture<>())); // looks up
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            session.close();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
