package org.hikyaku.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.hikyaku.store.BlobRef;

/** Reads a great message piece by piece and checks its checksum at the end. */
final class BlobStream extends InputStream {

    private final FileChannel channel;
    private final BlobRef ref;
    private final CRC32C crc = new CRC32C();
    private long done;

    BlobStream(FileChannel channel, BlobRef ref) {
        this.channel = channel;
        this.ref = ref;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long left = ref.sizeBytes() - done;
        if (left == 0) {
            return -1;
        }
        int wanted = (int) Math.min(left, length);
        int n = channel.read(ByteBuffer.wrap(octets, offset, wanted), ref.offset() + done);
        if (n < 0) {
            throw new IOException("a message's file ends too early: " + ref);
        }
        crc.update(octets, offset, n);
        done += n;
        if (done == ref.sizeBytes() && (int) crc.getValue() != ref.crc32c()) {
            throw new IOException("a message's octets are damaged: " + ref);
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
