package org.hikyaku.zones;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How zones are published. Keys stand in files, so that these settings can be shown. */
public sealed interface PublisherSettings {

    /** Stands for the zone's name in a path or an argument. */
    String ZONE = "{zone}";

    /**
     * A zone file of BIND.
     *
     * @param file with {@link #ZONE} for the zone's name
     * @param reload what makes the server load it, program and arguments, with {@link #ZONE}
     * @param namedConf BIND's configuration, which tells who writes the file; null: where it
     *     usually is
     */
    record ZoneFile(String file, List<String> reload, @Nullable Path namedConf, Duration timeout)
            implements PublisherSettings {
        /** Copies the list. */
        public ZoneFile {
            reload = List.copyOf(reload);
        }
    }

    /**
     * Dynamic update.
     *
     * @param server the primary; null: the one that the zone's SOA record names
     * @param keyFile a TSIG key as {@code tsig-keygen} writes it
     */
    record Update(@Nullable InetSocketAddress server, Path keyFile, Duration timeout)
            implements PublisherSettings {}

    /**
     * The API of PowerDNS.
     *
     * @param serverId nearly always {@code localhost}
     */
    record PowerDns(URI url, String serverId, Path apiKeyFile, Duration timeout)
            implements PublisherSettings {}

    /** A command that reads JSON. */
    record Command(List<String> command, Duration timeout) implements PublisherSettings {
        /** Copies the list. */
        public Command {
            command = List.copyOf(command);
        }
    }

    /** A person. */
    record Manual(ByHand.Style style) implements PublisherSettings {}
}
