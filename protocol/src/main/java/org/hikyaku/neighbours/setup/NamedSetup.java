package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.zonefile.ZoneFile;

/**
 * A BIND.
 *
 * @param directory what relative paths begin in; empty where it is not set
 * @param zones in the order of the files
 */
public record NamedSetup(BlockFiles files, String directory, List<Zone> zones) {

    /** Copies the list. */
    public NamedSetup {
        zones = List.copyOf(zones);
    }

    /** What a zone is to this server. */
    public enum Kind {
        /** {@code primary} or {@code master}: the zone is changed here. */
        PRIMARY,
        /** {@code secondary} or {@code slave}: a copy. */
        SECONDARY,
        /** Hints, forwarders and the like. */
        OTHER
    }

    /**
     * A zone.
     *
     * @param view empty where there are no views
     * @param file the path of its file; empty where there is none
     * @param isDynamic whether BIND itself writes the file, so that a hand must not: it takes
     *     updates
     * @param isSignedInline whether BIND signs a copy of it and the file stays as it is
     * @param source the file as it lies on the disk
     * @param contents what is in it
     */
    public record Zone(
            DomainName name,
            Kind kind,
            String view,
            String file,
            boolean isDynamic,
            boolean isSignedInline,
            Optional<HostFile> source,
            Optional<ZoneFile> contents,
            Directive directive) {}

    /** The zones that are changed here and whose files could be read. */
    public List<Zone> primaries() {
        return zones.stream()
                .filter(z -> z.kind() == Kind.PRIMARY && z.contents().isPresent())
                .toList();
    }
}
