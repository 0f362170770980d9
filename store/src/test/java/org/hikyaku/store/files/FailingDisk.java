package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A real disk that fails as it is told. */
final class FailingDisk implements Disk {

    /** What is left to do before the disk does it, or instead. */
    interface Fault {
        void strike() throws IOException;
    }

    static final Fault NONE = () -> {};

    /** EIO. */
    static final Fault BROKEN =
            () -> {
                throw new IOException("Input/output error");
            };

    /** ENOSPC. */
    static final Fault FULL =
            () -> {
                throw new IOException("No space left on device");
            };

    private final Disk real = new FileDisk();
    private final AtomicInteger open = new AtomicInteger();
    private final List<String> written = new ArrayList<>();

    volatile Fault onCreate = NONE;
    volatile Fault onWrite = NONE;
    volatile Fault onSync = NONE;
    volatile Fault onFolder = NONE;

    /** Counted down after each write. */
    volatile CountDownLatch writes = new CountDownLatch(0);

    /** How many files are open. */
    int open() {
        return open.get();
    }

    /** The names of the files, once for each write. */
    synchronized List<String> written() {
        return List.copyOf(written);
    }

    private synchronized void note(Path file) {
        written.add(file.getFileName().toString());
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        onCreate.strike();
        OpenFile made = real.create(file);
        open.incrementAndGet();
        return new OpenFile() {
            private boolean closed;

            @Override
            public void write(ByteBuffer octets, long position) throws IOException {
                note(file);
                if (onWrite != NONE) { // half of it comes through
                    ByteBuffer half = octets.slice(octets.position(), octets.remaining() / 2);
                    made.write(half, position);
                }
                onWrite.strike();
                made.write(octets, position);
                writes.countDown();
            }

            @Override
            public void sync() throws IOException {
                onSync.strike();
                made.sync();
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
                made.close();
            }
        };
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        onFolder.strike();
        real.syncFolder(folder);
    }
}
