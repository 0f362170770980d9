package org.hikyaku.store.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Message bytes in append-only segment files of one folder.
 *
 * <p>A message up to {@link #SMALL_BYTES} is gathered in memory and appended to the segment that
 * all share; a greater one gets a file of its own while it arrives. Every process that writes
 * begins segments of its own, so a torn end that a crash has left is never written after.
 */
public final class SegmentBlobs implements Blobs, AutoCloseable {

    /** Up to this many octets a message is held in memory: most mail, 256 KiB for each session. */
    static final int SMALL_BYTES = 256 * 1024;

    /** A segment is ended once it has this many octets: a unit of space that can be given back. */
    static final long SEGMENT_BYTES = 64L * 1024 * 1024;

    /**
     * A segment is left alone this long after its last octet, whatever the rows say: first the
     * bytes are made durable, then a row names them, and where the database fails that is tried
     * again for as long as a lease of the queue (two hours).
     */
    private static final Duration YOUNG = Duration.ofHours(4);

    private final Path folder;
    private final Disk disk;
    private final long segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by lock.
    private final Map<Segment, Integer> users = new HashMap<>();
    private @Nullable Segment current;
    private long last;
    private boolean closed;

    /** What no row named at the last sweep. */
    private volatile Set<Long> unnamed = Set.of();

    SegmentBlobs(Path folder, Disk disk, long segmentBytes) {
        this.folder = folder;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    /** The blobs in {@code folder}, which must exist. */
    public static SegmentBlobs open(Path folder) {
        return new SegmentBlobs(folder, new FileDisk(), SEGMENT_BYTES);
    }

    /** Whether {@code folder} holds no message. */
    public static boolean isEmpty(Path folder) throws IOException {
        return SegmentNames.numbers(folder).isEmpty();
    }

    @Override
    public Writer create() {
        return new SegmentWriter(this);
    }

    /** The segment that all append to; to be given back with {@link #release}. */
    Segment shared() throws IOException {
        lock.lock();
        try {
            Segment segment = current;
            if (segment == null || isEnded(segment)) {
                segment = begin(); // the one before it has users, who close it
                current = segment;
            }
            users.merge(segment, 1, Integer::sum);
            return segment;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEnded(Segment segment) {
        return segment.end() >= segmentBytes || segment.isBroken();
    }

    /** A new segment for one message; to be given back with {@link #release}. */
    Segment separate() throws IOException {
        lock.lock();
        try {
            Segment segment = begin();
            users.put(segment, 1);
            return segment;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a segment back. It is closed by its last user, unless more is to be appended; one that
     * has failed before anybody was told of a message in it is deleted.
     */
    void release(Segment segment) {
        lock.lock();
        try {
            Integer left = users.computeIfPresent(segment, (_, n) -> n == 1 ? null : n - 1);
            if (left != null || (!closed && segment.equals(current) && !isEnded(segment))) {
                return;
            }
            end(segment);
            if (segment.isBroken() && !segment.holdsMessages()) {
                boolean _ = Files.deleteIfExists(SegmentNames.path(folder, segment.number()));
            }
        } catch (IOException _) {
            // What was synced is durable all the same; the next sweep deletes what is to go.
        } finally {
            lock.unlock();
        }
    }

    private void end(Segment segment) throws IOException {
        if (segment.equals(current)) {
            current = null;
        }
        segment.close();
    }

    /** Gives a separate segment back and deletes it: its message was not wanted after all. */
    void discard(Segment segment) throws IOException {
        release(segment);
        boolean _ = Files.deleteIfExists(SegmentNames.path(folder, segment.number()));
    }

    private Segment begin() throws IOException {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        if (last == 0) {
            last = SegmentNames.numbers(folder).stream().max(Long::compare).orElse(0L);
        }
        while (true) {
            try {
                last++;
                return Segment.create(disk, folder, last);
            } catch (FileAlreadyExistsException _) {
                // another process was faster: the number after it
            }
        }
    }

    @Override
    public InputStream open(BlobRef ref) throws IOException {
        if (ref.offset() < 0 || ref.sizeBytes() < 0) {
            throw new StoreException("the database is damaged: " + ref + " is no place in a file");
        }
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            SegmentNames.path(folder, ref.segment()), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new StoreException("the message's file " + e.getFile() + " is gone", e);
        }
        if (ref.sizeBytes() > SMALL_BYTES) {
            return new BlobStream(channel, ref);
        }
        try (channel) {
            return new ByteArrayInputStream(read(channel, ref));
        }
    }

    private static byte[] read(FileChannel channel, BlobRef ref) throws IOException {
        byte[] octets = new byte[(int) ref.sizeBytes()];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, ref.offset() + buffer.position()) < 0) {
                throw new IOException("a message's file ends too early: " + ref);
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(octets);
        if ((int) crc.getValue() != ref.crc32c()) {
            throw new IOException("a message's octets are damaged: " + ref);
        }
        return octets;
    }

    /**
     * Deletes the segments that no row names: neither now nor at the sweep before, not written by
     * this process, and untouched for hours. So a message whose row is on its way has the time
     * between two sweeps, even where the clock is set. How many.
     *
     * @param live the segments that rows name
     */
    public int sweep(Set<Long> live, Instant now) throws IOException {
        Set<Long> before = unnamed;
        Set<Long> found = new HashSet<>();
        int deleted = 0;
        for (long number : SegmentNames.numbers(folder)) {
            Path file = SegmentNames.path(folder, number);
            if (live.contains(number) || !isOld(file, now) || !isFree(number)) {
                continue;
            }
            found.add(number);
            if (before.contains(number) && Files.deleteIfExists(file)) {
                deleted++;
            }
        }
        unnamed = found;
        return deleted;
    }

    /** Whether nobody writes it; the shared one is ended, what comes next goes elsewhere. */
    private boolean isFree(long number) throws IOException {
        lock.lock();
        try {
            if (users.keySet().stream().anyMatch(s -> s.number() == number)) {
                return false;
            }
            if (current != null && current.number() == number) {
                end(current);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOld(Path file, Instant now) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(YOUNG));
        } catch (NoSuchFileException _) {
            return false; // somebody else has deleted it
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            Segment segment = current;
            if (segment != null && !users.containsKey(segment)) {
                end(segment);
            }
        } catch (IOException e) {
            throw new StoreException("the message file cannot be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
