package org.hikyaku.zoneio;

import java.nio.file.Path;
import java.util.List;
import org.hikyaku.name.DomainName;

/**
 * An edit that was written.
 *
 * @param file the zone file
 * @param backup what it was before
 * @param diff the lines that differ: {@code -} gone, {@code +} new
 * @param origin the zone's name
 * @param serial that the zone has now
 * @param saved every file that was written, the zone file too where it was
 */
public record Edited(
        Path file,
        Path backup,
        List<String> diff,
        DomainName origin,
        long serial,
        List<Saved> saved) {

    /**
     * A file that was written.
     *
     * @param backup what it was before
     * @param digest SHA-256 of what was written, in hexadecimal
     */
    public record Saved(Path file, Path backup, String digest) {}
}
