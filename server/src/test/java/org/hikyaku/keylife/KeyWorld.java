package org.hikyaku.keylife;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.fakes.Events;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.store.files.FileKeys;
import org.hikyaku.zones.PublishException;
import org.hikyaku.zones.Published;
import org.hikyaku.zones.Publisher;

/** One zone with two servers, a clock, a publisher that can fail, and a keeper of keys. */
final class KeyWorld implements Publisher {

    static final DomainName DOMAIN = DomainName.of("customer.example");
    static final Duration TTL = Duration.ofMinutes(10);

    private static final long MINIMUM_SECONDS = 300;

    /** What each server has: records by place, for servers 0 and 1. */
    final List<Map<Place, List<DnsRecord>>> servers =
            List.of(new LinkedHashMap<>(), new LinkedHashMap<>());

    final Events events = new Events();
    final FileKeys keys;
    Instant now = Instant.parse("2026-11-24T00:00:00Z");
    boolean byHand;
    boolean refusing;
    boolean secondaryLags;
    boolean silent;

    private final Path folder;
    private final List<DomainName> apexes;
    private KeyPolicy policy = KeyPolicy.STANDARD;

    KeyWorld(Path folder, String... zones) {
        this.folder = folder;
        this.keys = new FileKeys(folder.resolve("keys"));
        this.apexes = List.of(zones).stream().map(DomainName::of).toList();
        for (DomainName zone : apexes) {
            put(zone, new DnsRecord.Ns(DomainName.of("ns0.test")));
            put(zone, new DnsRecord.Ns(DomainName.of("ns1.test")));
            put(
                    zone,
                    new DnsRecord.Soa(
                            DomainName.of("ns0.test"),
                            DomainName.ROOT,
                            1,
                            DnsRecord.Soa.Timers.usual(MINIMUM_SECONDS)));
        }
        for (int i = 0; i < 2; i++) {
            put(
                    DomainName.of("ns" + i + ".test"),
                    new DnsRecord.A(
                            (java.net.Inet4Address)
                                    IpNet.address("192.0.2." + (53 + i)).orElseThrow()));
        }
    }

    KeyKeeper keeper() {
        ZoneObserver zones =
                new ZoneObserver(this::ask, this::resolve, ZoneObserver.Primaries.OF_THE_ZONE);
        return new KeyKeeper(
                new KeyKeeper.Parts(
                        keys,
                        new LifeFile(folder),
                        new KeyObserver(this::resolve, zones),
                        this,
                        policy,
                        () -> now,
                        events));
    }

    void policy(KeyPolicy other) {
        policy = other;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void put(DomainName name, DnsRecord record) {
        for (Map<Place, List<DnsRecord>> server : servers) {
            server.computeIfAbsent(new Place(name, record.type()), _ -> new ArrayList<>())
                    .add(record);
        }
    }

    /** The secondary fetches. */
    void transfer() {
        servers.get(1).clear();
        servers.get(0).forEach((place, list) -> servers.get(1).put(place, new ArrayList<>(list)));
    }

    private Answer resolve(DomainName name, RecordType type) {
        return answer(0, name, type);
    }

    private ServerQueries.Said ask(
            java.net.InetSocketAddress server, DomainName name, RecordType type) {
        if (silent) {
            return new ServerQueries.Said(
                    new Answer.Failed(Answer.Failure.TIMEOUT, "silent"), false);
        }
        int number = server.getAddress().getHostAddress().endsWith("53") ? 0 : 1;
        return new ServerQueries.Said(answer(number, name, type), true);
    }

    private Answer answer(int server, DomainName name, RecordType type) {
        List<DnsRecord> found = servers.get(server).getOrDefault(new Place(name, type), List.of());
        return found.isEmpty()
                ? new Answer.NoRecord(true, false, MINIMUM_SECONDS)
                : new Answer.Found(found, false, TTL.toSeconds());
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) throws PublishException {
        if (refusing) {
            throw new PublishException(
                    PublishException.Reason.UNREACHABLE,
                    "the server is down",
                    "start it",
                    PublishException.Progress.none(changes));
        }
        if (byHand) {
            return Published.left(changes, "+ by hand");
        }
        for (RecordChange change : changes) {
            List<DnsRecord> set =
                    servers.get(0).computeIfAbsent(Place.of(change), _ -> new ArrayList<>());
            switch (change) {
                case RecordChange.Add(var record) -> set.add(record.data());
                case RecordChange.Remove(var record) -> set.remove(record.data());
                case RecordChange.Replace(var before, var after) -> {
                    set.remove(before.data());
                    set.add(after.data());
                }
            }
        }
        if (!secondaryLags) {
            transfer();
        }
        return Published.done(changes.size(), 0, java.util.OptionalLong.empty());
    }

    @Override
    public String description() {
        return "a map";
    }
}
