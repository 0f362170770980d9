package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZonePart;
import org.jspecify.annotations.Nullable;

/** Reads zone files from disk, with the files that they include. */
public final class ZoneFiles {

    private ZoneFiles() {}

    /**
     * A whole zone. What is wrong in it is in its {@link ZoneFile#problems}.
     *
     * @throws ZoneFileException where the file cannot be read
     */
    public static ZoneFile read(Path file, DomainName origin) throws ZoneFileException {
        return read(file, origin, Set.of());
    }

    static ZoneFile read(Path file, DomainName origin, Set<Path> editableIncludes)
            throws ZoneFileException {
        return ZoneFile.read(
                file.toString(),
                octets(file),
                ZoneName.of(origin),
                new DiskIncludes(ZoneDisk.folder(file), editableIncludes));
    }

    /**
     * Records to answer from, of a whole zone or a part of one.
     *
     * @param origin what relative names are relative to; null where the file has to say it
     * @throws ZoneFileException where the file cannot be read or has an error
     */
    public static ZonePart readPart(Path file, @Nullable DomainName origin)
            throws ZoneFileException {
        return ZonePart.read(
                file.toString(),
                octets(file),
                origin == null ? null : ZoneName.of(origin),
                new DiskIncludes(ZoneDisk.folder(file), Set.of()));
    }

    static byte[] octets(Path file) throws ZoneFileException {
        try {
            byte[] octets = ZoneDisk.read(file);
            // BIND's masterfile-format raw: its number and its version, four octets each.
            if (octets.length >= 8 && octets[0] == 0 && octets[1] == 0 && octets[2] == 0) {
                throw FileFault.NO_TEXT.of(file);
            }
            return octets;
        } catch (IOException e) {
            throw FileFault.UNREADABLE.of(file, e);
        }
    }
}
