package org.hikyaku.zones;

import java.time.Duration;
import java.time.InstantSource;
import org.hikyaku.dns.Resolver;

/** Makes publishers of settings. */
public final class Publishers {

    /** Shown to a person for records that say none. */
    private static final Duration USUAL_TTL = Duration.ofHours(1);

    private final Resolver resolver;
    private final InstantSource clock;

    /**
     * A factory.
     *
     * @param resolver finds the primary of a zone
     */
    public Publishers(Resolver resolver, InstantSource clock) {
        this.resolver = resolver;
        this.clock = clock;
    }

    /** The publisher. Key files are read with each publication, not now. */
    public Publisher of(PublisherSettings settings) {
        return switch (settings) {
            case PublisherSettings.ZoneFile(var file, var reload, var timeout) ->
                    new ZoneFilePublisher(file, reload, clock, timeout);
            case PublisherSettings.Update(var server, var keyFile, var timeout) ->
                    new DynamicUpdate(server, keyFile, resolver, clock, timeout);
            case PublisherSettings.PowerDns(var url, var serverId, var keyFile, var timeout) ->
                    new PowerDnsPublisher(url, serverId, keyFile, timeout);
            case PublisherSettings.Command(var command, var timeout) ->
                    new ExternalCommand(command, timeout);
            case PublisherSettings.Manual(var style) -> new ByHand(style, USUAL_TTL);
        };
    }
}
