package org.hikyaku.zones;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

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

    /** A publisher that carries each zone's changes out in that zone's way. */
    public Publisher of(ZonePublishers all) {
        return new Publisher() {
            @Override
            public Published publish(DomainName zone, List<RecordChange> changes)
                    throws PublishException {
                return of(all.of(zone)).publish(zone, changes);
            }

            @Override
            public String description() {
                return of(all.usual()).description();
            }
        };
    }

    /**
     * What stands in the way of publishing so, one line each: a key that cannot be read, a zone
     * file or program that is not there. Nothing is sent or run.
     *
     * @param zones those that are published so
     */
    public static List<String> problems(PublisherSettings settings, Collection<DomainName> zones) {
        return switch (settings) {
            case PublisherSettings.ZoneFile(var file, _, _, _) ->
                    zones.stream()
                            .map(
                                    zone ->
                                            Path.of(
                                                    file.replace(
                                                            PublisherSettings.ZONE, zone.ascii())))
                            .filter(path -> !Files.isReadable(path))
                            .map(path -> "the zone file " + path + " cannot be read")
                            .toList();
            case PublisherSettings.Update(_, var keyFile, _) ->
                    problem(() -> TsigKey.read(keyFile));
            case PublisherSettings.PowerDns(_, _, var keyFile, _) ->
                    problem(() -> SecretFile.read(keyFile));
            case PublisherSettings.Command(var command, _) -> {
                String program = command.getFirst();
                boolean absent = program.startsWith("/") && !Files.isExecutable(Path.of(program));
                yield absent ? List.of(program + " is no program that can be run") : List.of();
            }
            case PublisherSettings.Manual _ -> List.of();
        };
    }

    /** Reads a key. */
    @FunctionalInterface
    private interface KeyUse {
        Object read() throws SecretFile.Unusable;
    }

    private static List<String> problem(KeyUse use) {
        try {
            Object _ = use.read();
            return List.of();
        } catch (SecretFile.Unusable e) {
            return List.of(e.getMessage() + "; " + e.remedy());
        }
    }

    /** The publisher. Key files are read with each publication, not now. */
    public Publisher of(PublisherSettings settings) {
        return switch (settings) {
            case PublisherSettings.ZoneFile zoneFile ->
                    new ZoneFilePublisher(zoneFile, resolver, clock);
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
