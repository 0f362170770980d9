package org.hikyaku.store.embedded;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hikyaku.store.StoreException;

/** Connections for reading, on platform threads of their own. They never wait for the writer. */
final class Readers implements AutoCloseable {

    private static final int THREADS = 2;

    private final Database database;
    private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(THREADS);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());

    Readers(Database database) throws SQLException {
        this.database = database;
        for (int i = 0; i < THREADS; i++) {
            idle.add(new Session(database.connect()));
        }
    }

    <T> T read(Writer.Work<T> work) {
        try {
            Future<T> future = threads.submit(() -> inSession(work));
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while reading", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql
                    ? database.failure(sql)
                    : new StoreException("reading failed", e);
        }
    }

    private <T> T inSession(Writer.Work<T> work) throws SQLException, InterruptedException {
        Session session = idle.take();
        try {
            return work.run(session);
        } finally {
            idle.add(session);
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
