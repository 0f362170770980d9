package org.hikyaku.opendkim;

import java.io.IOException;

/** Gives the files that settings name. */
@FunctionalInterface
public interface FileSource {

    /** No file of these programs is larger: 100,000 lines of a table have 8 MB. */
    int MAX_BYTES = 16 * 1024 * 1024;

    /**
     * A file with whose it is.
     *
     * @param path as it was asked for
     * @throws IOException where it cannot be read, or has more than {@link #MAX_BYTES}
     */
    SourceFile read(String path) throws IOException;
}
