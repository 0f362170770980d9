package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Takes one message: in memory while it is small, then in a file of its own. */
final class SegmentWriter extends Blobs.Writer {

    /** Room before a great message for the octets that are put before it last. */
    private static final int HEAD_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 16 * 1024;

    private final SegmentBlobs blobs;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[FIRST_BYTES];
    private int buffered;
    private long flushed;
    private byte[] head = new byte[0];
    private @Nullable Segment separate;
    private boolean committed;
    private boolean broken;

    SegmentWriter(SegmentBlobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        boolean done = false;
        try {
            take(octets, offset, length);
            done = true;
        } finally {
            broken |= !done;
        }
    }

    private void take(byte[] octets, int offset, int length) throws IOException {
        crc.update(octets, offset, length);
        int at = offset;
        int left = length;
        while (left > 0) {
            if (buffered == SegmentBlobs.SMALL_BYTES) {
                flush();
            }
            int n = Math.min(left, SegmentBlobs.SMALL_BYTES - buffered);
            ensureRoom(buffered + n);
            System.arraycopy(octets, at, buffer, buffered, n);
            buffered += n;
            at += n;
            left -= n;
        }
    }

    private void ensureRoom(int octets) {
        if (octets > buffer.length) {
            int size = Math.min(SegmentBlobs.SMALL_BYTES, Math.max(buffer.length * 2, octets));
            buffer = Arrays.copyOf(buffer, size);
        }
    }

    @Override
    public void flush() throws IOException {
        if (buffered < SegmentBlobs.SMALL_BYTES && separate == null) {
            return; // small so far: it goes out in one piece at commit
        }
        if (separate == null) {
            separate = blobs.separate();
            separate.reserve(HEAD_BYTES);
        }
        separate.write(ByteBuffer.wrap(buffer, 0, buffered), HEAD_BYTES + flushed);
        flushed += buffered;
        buffered = 0;
    }

    @Override
    public void prepend(byte[] octets) {
        if (head.length > 0 || octets.length > HEAD_BYTES) {
            throw new IllegalStateException("once, and at most " + HEAD_BYTES + " octets");
        }
        head = octets.clone();
    }

    @Override
    public long sizeBytes() {
        return head.length + flushed + buffered;
    }

    @Override
    public BlobRef commit() throws IOException {
        if (committed) {
            throw new IllegalStateException("committed before");
        }
        if (broken) {
            throw new IOException("a message was not written to its end");
        }
        CRC32C ofHead = new CRC32C();
        ofHead.update(head);
        int joined =
                Crc32cJoin.join((int) ofHead.getValue(), (int) crc.getValue(), flushed + buffered);
        return separate == null ? commitSmall(joined) : commitSeparate(separate, joined);
    }

    private BlobRef commitSmall(int sum) throws IOException {
        int size = head.length + buffered;
        ByteBuffer all = ByteBuffer.allocate(size).put(head).put(buffer, 0, buffered).flip();
        Segment segment = blobs.shared();
        try {
            long at = segment.reserve(size);
            segment.write(all, at);
            segment.sync();
            committed = true;
            return new BlobRef(segment.number(), at, size, sum);
        } finally {
            blobs.release(segment);
        }
    }

    private BlobRef commitSeparate(Segment segment, int sum) throws IOException {
        flush();
        long at = HEAD_BYTES - head.length;
        segment.write(ByteBuffer.wrap(head), at);
        segment.sync();
        committed = true;
        separate = null;
        blobs.release(segment);
        return new BlobRef(segment.number(), at, head.length + flushed, sum);
    }

    @Override
    public void close() {
        Segment segment = separate;
        buffer = new byte[0];
        buffered = 0;
        separate = null;
        if (segment != null) {
            try {
                blobs.discard(segment);
            } catch (IOException e) {
                throw new StoreException("a message's file cannot be deleted", e);
            }
        }
    }
}
