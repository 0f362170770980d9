package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One append-only file, and the sync that its writers share: who comes while one runs waits for the
 * next, and all who wait are served by one.
 *
 * <p>Once a write or a sync has failed, nothing more is promised of this file: after a failed sync
 * the system forgets which pages were not written, and the next one would succeed without them.
 */
final class Segment implements AutoCloseable {

    private final long number;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();

    // All guarded by lock.
    private long end;
    private long written;
    private long durable;
    private boolean syncing;
    private @Nullable IOException failure;

    private Segment(long number, FileChannel channel) {
        this.number = number;
        this.channel = channel;
    }

    /** Creates the file; the name is durable on return. */
    static Segment create(Path folder, long number) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        SegmentNames.path(folder, number),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        try {
            FileKeys.syncFolder(folder);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Segment(number, channel);
    }

    long number() {
        return number;
    }

    /** Reserves {@code length} octets; where they start. */
    long reserve(long length) {
        lock.lock();
        try {
            long at = end;
            end += length;
            return at;
        } finally {
            lock.unlock();
        }
    }

    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a write or a sync has failed: another segment is to be used. */
    boolean isBroken() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Writes at {@code position}, within what was reserved. */
    void write(ByteBuffer octets, long position) throws IOException {
        long at = position;
        try {
            while (octets.hasRemaining()) {
                at += channel.write(octets, at);
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    /**
     * Notes a failure. It may be this thread's alone (an interrupt closes the channel), but then as
     * well the file is of no more use.
     */
    private void fail(IOException e) {
        lock.lock();
        try {
            if (failure == null) {
                failure = e;
            }
            synced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns once all that this thread has written is on disk: a sync has begun after it. */
    void sync() throws IOException {
        lock.lock();
        try {
            long ticket = ++written;
            while (durable < ticket) {
                if (failure != null) {
                    throw new IOException("a message's file cannot be written", failure);
                }
                if (syncing) {
                    synced.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Syncs for all who have written so far. Holds the lock except while the disk works. */
    private void lead() throws IOException {
        syncing = true;
        long covered = written;
        IOException problem = null;
        lock.unlock();
        try {
            channel.force(false);
        } catch (IOException e) {
            problem = e;
        } finally {
            lock.lock();
            syncing = false;
            synced.signalAll();
        }
        if (problem != null) {
            fail(problem);
            throw problem;
        }
        durable = Math.max(durable, covered);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
