package org.hikyaku.zonefile;

import java.io.IOException;

/** Opens what {@code $INCLUDE} names; the seam between this package and files. */
@FunctionalInterface
public interface IncludeReader {

    /** Opens nothing. */
    IncludeReader NONE =
            path -> {
                throw new IOException("$INCLUDE is not followed here");
            };

    /**
     * Opens a file.
     *
     * @param path as the zone file writes it, one char per octet
     * @throws IOException where it cannot be read; the message is shown
     */
    Included open(String path) throws IOException;

    /**
     * A file that was opened.
     *
     * @param name how findings call it
     * @param octets what is in it; not changed afterwards
     * @param editable whether an edit may change it
     */
    record Included(String name, byte[] octets, boolean editable) {}
}
