package org.hikyaku.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Message bytes: written once, never changed. */
public interface Blobs {

    /** Starts a message. Several may be written at the same time. */
    Writer create();

    /**
     * Opens a message's bytes from the first one.
     *
     * @throws StoreException where they are gone
     * @throws IOException from the stream: where the disk fails, or where the checksum differs once
     *     all has been read
     */
    InputStream open(BlobRef ref) throws IOException;

    /**
     * Takes a message's bytes. Closing without {@link #commit} leaves nothing. Belongs to one
     * thread.
     */
    abstract class Writer extends OutputStream {

        /**
         * Puts octets before all that was written so far and will be: the trace fields that are
         * known last. At most once, before commit.
         */
        public abstract void prepend(byte[] octets);

        /**
         * Makes the bytes durable, sharing the sync with whoever commits at the same time; they are
         * on disk when it returns.
         */
        public abstract BlobRef commit() throws IOException;

        /** How many octets were written. */
        public abstract long sizeBytes();

        @Override
        public abstract void write(byte[] octets, int offset, int length) throws IOException;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public abstract void close();
    }
}
