package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with records of a zone, perhaps not with all of them, of which the zone is perhaps not
 * told: for questions that are answered from files.
 *
 * @param file what is in it, free of errors of syntax and of data
 * @param apex the zone's name: the owner of its SOA record, else as given, else the first {@code
 *     $ORIGIN}; empty where there is none of them and all names are absolute
 */
public record ZonePart(ZoneFile file, Optional<ZoneName> apex) {

    /** Where neither the record nor the file says how long it may be remembered. */
    private static final int DEFAULT_TTL_SECONDS = 3600;

    /** Stands for what relative names are relative to while that is not known (RFC 2606). */
    private static final ZoneName UNKNOWN =
            new ZoneName("\u0017origin-is-not-known-yet\u0007invalid");

    /**
     * Reads a file.
     *
     * @param origin what relative names are relative to before a first {@code $ORIGIN}; null: see
     *     {@link #apex}
     * @throws ZoneFileException with the first thing that a name server would refuse it for, or
     *     where a name is relative to nothing
     */
    public static ZonePart read(
            String name, byte[] octets, @Nullable ZoneName origin, IncludeReader includes)
            throws ZoneFileException {
        ZoneName from = origin == null ? UNKNOWN : origin;
        ZoneFile file = sound(name, octets, from, includes);
        Optional<ZoneRecord> relative =
                origin == null ? firstRelative(file) : Optional.<ZoneRecord>empty();
        Optional<ZoneName> apex =
                soaOwner(file)
                        .or(() -> Optional.ofNullable(origin))
                        .or(() -> firstOrigin(file))
                        .filter(found -> !found.isWithin(UNKNOWN));
        if (relative.isEmpty()) {
            return new ZonePart(file, apex);
        }
        if (apex.isEmpty()) {
            throw new ZoneFileException(
                    ZoneProblem.of(ZoneFault.ORIGIN_UNKNOWN, relative.get().location()));
        }
        return new ZonePart(sound(name, octets, apex.get(), includes), apex);
    }

    private static ZoneFile sound(
            String name, byte[] octets, ZoneName origin, IncludeReader includes)
            throws ZoneFileException {
        ZoneFile file = ZoneFile.readPart(name, octets, origin, includes, DEFAULT_TTL_SECONDS);
        Optional<ZoneProblem> error = file.firstError();
        if (error.isPresent()) {
            throw new ZoneFileException(error.get());
        }
        for (ZoneRecord record : file.records()) {
            byte[] _ = record.octets();
        }
        return file;
    }

    private static Optional<ZoneName> soaOwner(ZoneFile file) {
        return file.records().stream()
                .filter(record -> record.type() == RecordTypes.SOA)
                .map(ZoneRecord::owner)
                .findFirst();
    }

    private static Optional<ZoneName> firstOrigin(ZoneFile file) {
        return file.records().stream()
                .map(ZoneRecord::origin)
                .filter(origin -> !origin.equals(UNKNOWN))
                .findFirst();
    }

    private static Optional<ZoneRecord> firstRelative(ZoneFile file) throws ZoneFileException {
        for (ZoneRecord record : file.records()) {
            String data = new String(record.octets(), StandardCharsets.ISO_8859_1);
            if (record.owner().isWithin(UNKNOWN) || data.contains(UNKNOWN.wire())) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
