package org.hikyaku.lookup;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZonePart;
import org.hikyaku.zonefile.ZoneRecord;
import org.hikyaku.zoneio.ZoneFiles;
import org.jspecify.annotations.Nullable;

/** Answers questions from zone files (RFC 1035 section 5). */
public final class ZoneAnswers {

    private ZoneAnswers() {}

    /**
     * A file to answer from.
     *
     * @param origin what relative names are relative to before a first {@code $ORIGIN}; null where
     *     the file has to say it
     */
    public record Source(Path file, @Nullable DomainName origin) {}

    /**
     * A resolver that answers from the files first.
     *
     * <p>A file's zone is that of its SOA record, else the origin that is given with it, else its
     * first {@code $ORIGIN}; a file with none of them, whose names are then all absolute, stands
     * for the names in it and below them.
     *
     * @param outside for all other names
     * @throws ZoneFileException where a file cannot be read or has an error
     */
    public static ZoneResolver over(Resolver outside, List<Source> files) throws ZoneFileException {
        ZoneData zones = new ZoneData();
        for (Source source : files) {
            add(ZoneFiles.readPart(source.file(), source.origin()), zones);
        }
        zones.findCuts();
        return new ZoneResolver(zones, outside);
    }

    private static void add(ZonePart part, ZoneData zones) {
        Set<DomainName> names = new HashSet<>();
        part.file().forEach(record -> add(record, names, zones));
        part.apex()
                .flatMap(ZoneName::domain)
                .ifPresentOrElse(zones::apex, () -> outermost(names, zones));
    }

    /** A name of octets that mail does not know is passed over: nobody asks for it. */
    private static void add(ZoneRecord record, Set<DomainName> names, ZoneData zones) {
        Optional<DomainName> name = record.owner().domain();
        Optional<DnsRecord> data = record.data();
        if (name.isPresent() && data.isPresent()) {
            names.add(name.get());
            zones.add(name.get(), data.get(), record.ttlSeconds());
        }
    }

    private static void outermost(Set<DomainName> names, ZoneData zones) {
        for (DomainName name : names) {
            DomainName above = name;
            do {
                above = above.isRoot() ? above : above.parent();
            } while (!above.isRoot() && !names.contains(above));
            if (!names.contains(above) || above.equals(name)) {
                zones.apex(name);
            }
        }
    }
}
