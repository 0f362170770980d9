package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One append-only file, and the sync that its writers share: who comes while one runs waits for the
 * next, and all who wait are served by one.
 *
 * <p>Once a write or a sync has failed, nothing more is promised of this file: after a failed sync
 * the system forgets which pages were not written, and the next one would succeed without them.
 */
final class Segment implements AutoCloseable {

    private final long number;
    private final Disk.OpenFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();

    // All guarded by lock.
    private long end;
    private long written;
    private long durable;
    private boolean syncing;
    private boolean broken;

    private Segment(long number, Disk.OpenFile file) {
        this.number = number;
        this.file = file;
    }

    /** Creates the file; the name is durable on return. Where it cannot be, nothing is left. */
    static Segment create(Disk disk, Path folder, long number) throws IOException {
        Path path = SegmentNames.path(folder, number);
        Disk.OpenFile file = disk.create(path);
        boolean durable = false;
        try {
            disk.syncFolder(folder);
            durable = true;
        } finally {
            if (!durable) {
                file.close();
                Files.deleteIfExists(path);
            }
        }
        return new Segment(number, file);
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
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a sync has succeeded: somebody may have been told that a message is safe. */
    boolean holdsMessages() {
        lock.lock();
        try {
            return durable > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Writes at {@code position}, within what was reserved. */
    void write(ByteBuffer octets, long position) throws IOException {
        boolean done = false;
        try {
            file.write(octets, position);
            done = true;
        } finally {
            if (!done) {
                fail();
            }
        }
    }

    /** Notes a failure: all who wait fail, and nobody comes any more. */
    private void fail() {
        lock.lock();
        try {
            broken = true;
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
                if (broken) {
                    throw new IOException("the file of message octets " + number + " has failed");
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
        boolean done = false;
        lock.unlock();
        try {
            file.sync();
            done = true;
        } finally {
            lock.lock();
            syncing = false;
            if (done) {
                durable = covered;
                synced.signalAll();
            } else {
                fail();
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
