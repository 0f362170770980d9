package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What message files ask of the disk: the place where tests let it fail. */
interface Disk {

    /** Creates a file that is not there yet, for the server's user only. */
    OpenFile create(Path file) throws IOException;

    /** Makes the entries of a folder durable. */
    void syncFolder(Path folder) throws IOException;

    /** A file that several threads write at the same time. */
    interface OpenFile {

        /** Writes all of {@code octets} at {@code position}, or throws. */
        void write(ByteBuffer octets, long position) throws IOException;

        /** Makes what was written durable (fdatasync). */
        void sync() throws IOException;

        /** Closes it; twice does no harm. */
        void close() throws IOException;
    }
}
