package org.hikyaku.certs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.convergence.FollowedChange;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.Progress;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublishException;
import org.hikyaku.zones.Published;
import org.hikyaku.zones.Publisher;

/** Records that authorities look at: published, and waited for at every server of the zone. */
public final class ZoneRecords {

    /** RFC 1034 section 3.6.2 wants chains short; longer ones are loops. */
    private static final int MAX_ALIASES = 8;

    /** A secondary that heeds no notification asks by itself within minutes. */
    private static final Duration SERVERS_TIME = Duration.ofMinutes(15);

    /** Authorities ask through resolvers that remember nothing for longer than this. */
    private static final Duration CACHE_TIME = Duration.ofSeconds(60);

    private static final Duration TTL = Duration.ofSeconds(60);

    private final Publisher publisher;
    private final ZoneObserver observer;
    private final Resolver resolver;
    private final InstantSource clock;
    private final Follower.Pause pause;

    /** With a way to publish and a view of the servers. */
    public ZoneRecords(
            Publisher publisher,
            ZoneObserver observer,
            Resolver resolver,
            InstantSource clock,
            Follower.Pause pause) {
        this.publisher = publisher;
        this.observer = observer;
        this.resolver = resolver;
        this.clock = clock;
        this.pause = pause;
    }

    /** A record that was asked for, and where it lies. */
    record Placed(DomainName zone, OwnedRecord record) {}

    /**
     * Publishes a text at {@code name} or where an alias leads; returns when all servers show it.
     */
    Placed publish(DomainName name, String text) throws CaException {
        DomainName at = followed(name);
        DomainName zone =
                observer.apex(at)
                        .orElseThrow(
                                () ->
                                        new CaException(
                                                CaException.Reason.NOT_PROVEN,
                                                "no zone is found for " + at));
        OwnedRecord record = new OwnedRecord(at, new DnsRecord.Txt(text), TTL);
        RecordChange change = new RecordChange.Add(record);
        List<FollowedChange> changes = observer.prepare(zone, List.of(change), clock.instant());
        Published published = carriedOut(zone, change);
        if (published.isByHand()) {
            throw new CaException(
                    CaException.Reason.NOT_PROVEN,
                    "this record has to be published: "
                            + at
                            + ". TXT "
                            + record.data().text()
                            + " (or set [dns.publisher], so that it is done by itself)");
        }
        await(changes);
        return new Placed(zone, record);
    }

    /** Whether everybody finds this text there already. */
    boolean isThere(DomainName name, String text) {
        return resolver.query(name, RecordType.TXT).records(DnsRecord.Txt.class).stream()
                .anyMatch(record -> record.value().equals(text));
    }

    /** Takes it away again. */
    void remove(Placed placed) {
        try {
            publisher.publish(placed.zone(), List.of(new RecordChange.Remove(placed.record())));
        } catch (PublishException _) {
            // An old answer proves nothing to anybody.
        }
    }

    /** RFC 8555 section 8.4: authorities follow aliases, so a name can be given to another zone. */
    private DomainName followed(DomainName name) throws CaException {
        DomainName at = name;
        Set<DomainName> seen = new HashSet<>();
        while (seen.add(at) && seen.size() <= MAX_ALIASES) {
            List<DnsRecord.Cname> alias =
                    resolver.query(at, RecordType.CNAME).records(DnsRecord.Cname.class);
            if (alias.isEmpty()) {
                return at;
            }
            at = alias.getFirst().target();
        }
        throw new CaException(
                CaException.Reason.NOT_PROVEN, "the aliases from " + name + " on lead nowhere");
    }

    private Published carriedOut(DomainName zone, RecordChange change) throws CaException {
        try {
            return publisher.publish(zone, List.of(change));
        } catch (PublishException e) {
            throw new CaException(
                    CaException.Reason.NOT_PROVEN,
                    change.name() + " is not published: " + e.getMessage() + "; " + e.remedy(),
                    null,
                    e);
        }
    }

    private void await(List<FollowedChange> changes) throws CaException {
        Follower follower = new Follower(observer, clock, pause);
        Progress progress = Follower.begin(changes, clock.instant());
        try {
            progress = follower.follow(progress, Follower.Goal.EVERYWHERE, SERVERS_TIME, _ -> {});
            if (progress.everywhere()) {
                follower.follow(progress, Follower.Goal.USABLE, CACHE_TIME, _ -> {});
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaException(CaException.Reason.NOT_PROVEN, "interrupted", null, e);
        }
        String behind =
                progress.entries().stream()
                        .flatMap(entry -> entry.state().behind().stream())
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        throw new CaException(
                CaException.Reason.NOT_PROVEN,
                changes.getFirst().change().name() + " is not at every name server: " + behind);
    }
}
