package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.hikyaku.convergence.Behind;
import org.hikyaku.convergence.Behind.Reason;
import org.hikyaku.convergence.ChangeState;
import org.hikyaku.convergence.FollowFile;
import org.hikyaku.convergence.FollowedChange;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.Progress;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.Publishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change on its way from a BIND primary to its secondary, seen through unbound. */
@Tag("peer")
final class ConvergencePeerTest {

    private static final DomainName ZONE = DomainName.of("conv.example");
    private static final long FIRST_SERIAL = 2026091501;

    private static final String ZONE_FILE =
            """
            $TTL 60 ; short, so that the test sees the caches forget
            $ORIGIN conv.example.
            @   IN SOA ns1 hostmaster (
                    %1$d ; serial
                    3600 ; refresh
                    600  ; retry
                    86400
                    60 )
            @   IN NS ns1
            @   IN NS ns2
            ns1 IN A %2$s
            ns2 IN A %3$s
            @   IN TXT "v=spf1 -all" ; keep me
            """;

    @TempDir Path folder;

    private final String first = DnsPeer.address(21);
    private final String second = DnsPeer.address(22);
    private final String recursive = DnsPeer.address(23);
    private final List<DnsPeer> running = new ArrayList<>();

    /** One real second is a minute: nobody waits for a cache. */
    private static final class FastClock implements InstantSource {
        private final Instant start = Clock.systemUTC().instant();
        private final long nanos = System.nanoTime();

        @Override
        public Instant instant() {
            return start.plusNanos(60 * (System.nanoTime() - nanos));
        }
    }

    private final InstantSource clock = new FastClock();

    @AfterEach
    void stop() {
        running.reversed().forEach(DnsPeer::close);
    }

    private void start(DnsPeer peer) {
        running.add(peer.start("conv.example"));
    }

    private String zone(long serial, String more) {
        return ZONE_FILE.formatted(serial, first, second) + more;
    }

    private Path file() {
        return folder.resolve("first/conv.example");
    }

    private void startPrimary(String options) {
        DnsPeer.write(file(), zone(FIRST_SERIAL, ""));
        start(
                DnsPeer.bind(
                        folder.resolve("first"),
                        first,
                        """
                        zone "conv.example" {
                          type primary; file "conv.example"; also-notify { %s; }; %s
                        };
                        """
                                .formatted(second, options)));
    }

    private void startSecondary() {
        DnsPeer.write(folder.resolve("second/README"), "BIND makes no folder\n");
        start(
                DnsPeer.bind(
                        folder.resolve("second"),
                        second,
                        "zone \"conv.example\" { type secondary; primaries { %s; }; file \"copy\"; };"
                                .formatted(first)));
        startUnbound();
    }

    private void startUnbound() {
        start(
                DnsPeer.unbound(
                        folder.resolve("unbound"),
                        recursive,
                        """
                        stub-zone:
                          name: "conv.example"
                          stub-addr: %s
                        """
                                .formatted(first)));
    }

    private ZoneObserver observer() {
        return new ZoneObserver(
                ServerQueries.network(Duration.ofSeconds(5)),
                resolver(),
                ZoneObserver.Primaries.OF_THE_ZONE);
    }

    private DnsResolver resolver() {
        return new DnsResolver(
                List.of(DnsResolver.Server.of(new InetSocketAddress(recursive, 53))),
                Duration.ofSeconds(10));
    }

    private Follower follower() {
        return new Follower(
                observer(), clock, _ -> LockSupport.parkNanos(Duration.ofMillis(50).toNanos()));
    }

    private static RecordChange change() {
        return new RecordChange.Add(
                PublishingPeer.txt("s1._domainkey.conv.example", PublishingPeer.longKey()));
    }

    private Progress prepare() {
        List<FollowedChange> changes = observer().prepare(ZONE, List.of(change()), clock.instant());
        assertThat(changes.getFirst().before().serial()).hasValue(FIRST_SERIAL);
        assertThat(changes.getFirst().before().remembered()).isEqualTo(Duration.ofSeconds(60));
        return Follower.begin(changes, clock.instant());
    }

    /** Looks until the servers that are behind are so for these reasons. */
    private Progress await(Progress from, Set<Reason> reasons) {
        Progress[] now = {from};
        Commands.await(
                () -> reasons + ", but it is " + now[0],
                DnsPeer.LIMIT,
                () -> {
                    now[0] = follower().look(now[0]);
                    return reasons(now[0]).equals(reasons);
                });
        return now[0];
    }

    private static Set<Reason> reasons(Progress progress) {
        return progress.entries().getFirst().state().behind().stream()
                .map(Behind::reason)
                .collect(Collectors.toSet());
    }

    private void byHand(long serial) {
        DnsPeer.write(file(), zone(serial, PublishingPeer.zoneLine(change())));
        reload();
    }

    private void reload() {
        Commands.run(
                "rndc",
                "-c",
                folder.resolve("first/rndc.conf").toString(),
                "reload",
                "conv.example");
    }

    @Test
    void fromTheFileToTheLastCache() throws Exception {
        startPrimary("");
        startSecondary();
        Progress begun = prepare();
        new Publishers(resolver(), clock)
                .of(
                        new PublisherSettings.ZoneFile(
                                file().toString(),
                                DnsPeer.reload(folder.resolve("first")),
                                null,
                                Duration.ofSeconds(10)))
                .publish(ZONE, List.of(change()));
        assertThat(Files.readString(file())).contains("; serial", "; keep me");

        List<Progress> told = new ArrayList<>();
        Progress everywhere =
                follower().follow(begun, Follower.Goal.EVERYWHERE, Duration.ofHours(1), told::add);
        assertThat(everywhere.everywhere()).as(everywhere.toString()).isTrue();
        assertThat(everywhere.servers()).isEqualTo(2);
        assertThat(told).isNotEmpty();

        // Another process goes on.
        FollowFile kept = new FollowFile(folder.resolve("follow.json"));
        kept.write(everywhere);
        Progress read = kept.read().orElseThrow();
        assertThat(read.entries()).isEqualTo(everywhere.entries());
        Progress usable =
                follower().follow(read, Follower.Goal.USABLE, Duration.ofHours(1), told::add);
        assertThat(usable.isDone()).as(usable.toString()).isTrue();
    }

    @Test
    void theSerialLeftUnraisedByHand() {
        startPrimary("");
        startSecondary();
        Progress begun = prepare();
        byHand(FIRST_SERIAL);
        Progress seen =
                await(begun, Set.of(Reason.SERIAL_NOT_RAISED, Reason.EQUAL_SERIAL_OTHER_CONTENT));
        assertThat(seen.everywhere()).isFalse();
        byHand(FIRST_SERIAL + 1);
        await(seen, Set.of());
    }

    @Test
    void aLowerSerial() {
        startPrimary("");
        startSecondary();
        Progress begun = prepare();
        byHand(1_790_000_000); // seconds since 1970
        await(begun, Set.of(Reason.SERIAL_LOWERED, Reason.SERIAL_AHEAD));
    }

    @Test
    void aSecondaryThatRefusesNotify() {
        startPrimary("");
        // Knot takes a NOTIFY only from whom an acl names.
        DnsPeer knot =
                DnsPeer.knot(
                        folder.resolve("second"),
                        second,
                        """
                        remote:
                          - id: first
                            address: %s@53
                        zone:
                          - domain: conv.example
                            master: first
                            storage: "%s"
                        """
                                .formatted(first, folder.resolve("second")));
        start(knot);
        startUnbound();
        Progress begun = prepare();
        byHand(FIRST_SERIAL + 1);
        Progress seen = await(begun, Set.of(Reason.NOTIFY_UNHEEDED));
        assertThat(seen.entries().getFirst().state().behind().getFirst().detail())
                .contains("asks by itself every 3600 s");
        Commands.await(
                () -> "Knot refuses the NOTIFY; it says:\n" + knot.log(),
                DnsPeer.LIMIT,
                () -> knot.log().toLowerCase(java.util.Locale.ROOT).contains("denied"));
    }

    @Test
    void theSameSerialWithAnotherContent() {
        startPrimary("");
        // It calls itself a primary and has a file of its own: nothing is ever transferred.
        DnsPeer.write(folder.resolve("second/conv.example"), zone(FIRST_SERIAL + 1, ""));
        start(
                DnsPeer.bind(
                        folder.resolve("second"),
                        second,
                        "zone \"conv.example\" { type primary; file \"conv.example\"; };"));
        startUnbound();
        Progress begun = prepare();
        byHand(FIRST_SERIAL + 1);
        await(begun, Set.of(Reason.EQUAL_SERIAL_OTHER_CONTENT));
    }

    @Test
    void aSecondaryThatIsDownOrLame() {
        startPrimary("");
        DnsPeer.write(
                folder.resolve("second/other.example"),
                zone(1, "").replace("conv.example", "other.example"));
        DnsPeer lame =
                DnsPeer.bind(
                        folder.resolve("second"),
                        second,
                        "zone \"other.example\" { type primary; file \"other.example\"; };");
        startUnbound();
        Progress begun = prepare();
        byHand(FIRST_SERIAL + 1);
        Progress down = await(begun, Set.of(Reason.UNREACHABLE));
        assertThat(down.entries().getFirst().state())
                .isInstanceOf(ChangeState.PrimaryAnswers.class);
        running.add(lame);
        lame.start("other.example");
        await(down, Set.of(Reason.LAME));
    }

    @Test
    void aFileThatWasNotLoaded() {
        startPrimary("");
        startSecondary();
        Progress begun = prepare();
        try {
            Files.writeString(file(), zone(FIRST_SERIAL + 1, "broken IN MX\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(begun, Set.of(Reason.NOT_LOADED));
    }
}
