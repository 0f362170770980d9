package org.hikyaku.zones;

import java.net.InetSocketAddress;
import java.util.Map;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * How each zone is published.
 *
 * @param usual where {@code zones} has none
 * @param zones by apex
 */
public record ZonePublishers(PublisherSettings usual, Map<DomainName, PublisherSettings> zones) {

    /** Copies the map. */
    public ZonePublishers {
        zones = Map.copyOf(zones);
    }

    /** One way for all zones. */
    public static ZonePublishers all(PublisherSettings usual) {
        return new ZonePublishers(usual, Map.of());
    }

    /** How {@code zone} is published. */
    public PublisherSettings of(DomainName zone) {
        return zones.getOrDefault(zone, usual);
    }

    /** Where the settings say that its primary is; null: where the zone's SOA record says. */
    public @Nullable InetSocketAddress primary(DomainName zone) {
        return of(zone) instanceof PublisherSettings.Update(var server, _, _) ? server : null;
    }
}
