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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
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

    /** A segment of another process is left alone this long, whatever the rows say. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Long> own = new HashSet<>(); // guarded by lock
    private @Nullable Segment current; // guarded by lock

    private SegmentBlobs(Path folder) {
        this.folder = folder;
    }

    /** The blobs in {@code folder}, which must exist. */
    public static SegmentBlobs open(Path folder) {
        return new SegmentBlobs(folder);
    }

    @Override
    public Writer create() {
        return new SegmentWriter(this);
    }

    /** The segment to append {@code length} octets to. */
    Segment shared() throws IOException {
        lock.lock();
        try {
            Segment segment = current;
            if (segment == null || segment.end() >= SEGMENT_BYTES) {
                segment = begin();
                current = segment; // the one before stays open for those who still sync it
            }
            return segment;
        } finally {
            lock.unlock();
        }
    }

    /** A new segment for one message. */
    Segment separate() throws IOException {
        lock.lock();
        try {
            return begin();
        } finally {
            lock.unlock();
        }
    }

    private Segment begin() throws IOException {
        List<Long> numbers = SegmentNames.numbers(folder);
        long number = numbers.isEmpty() ? 1 : Collections.max(numbers) + 1;
        while (true) {
            try {
                Segment segment = Segment.create(folder, number);
                own.add(number);
                return segment;
            } catch (FileAlreadyExistsException _) {
                number++; // another process was faster
            }
        }
    }

    @Override
    public InputStream open(BlobRef ref) throws IOException {
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
     * Deletes the segments that hold nothing: not in {@code live}, not begun by this process, and
     * older than an hour. How many.
     */
    public int sweep(Set<Long> live, Instant now) throws IOException {
        int deleted = 0;
        for (long number : SegmentNames.numbers(folder)) {
            Path file = SegmentNames.path(folder, number);
            if (live.contains(number) || isOwn(number) || !isOld(file, now)) {
                continue;
            }
            if (Files.deleteIfExists(file)) {
                deleted++;
            }
        }
        return deleted;
    }

    private boolean isOwn(long number) {
        lock.lock();
        try {
            return own.contains(number);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOld(Path file, Instant now) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(YOUNG));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            throw new StoreException("the message file cannot be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
