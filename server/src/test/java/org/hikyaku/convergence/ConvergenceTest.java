package org.hikyaku.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hikyaku.convergence.Behind.Reason;
import org.hikyaku.convergence.FollowedChange.Before;
import org.hikyaku.convergence.ZoneSight.ServerSight;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConvergenceTest {

    private static final Instant T0 = Instant.parse("2026-11-24T00:00:00Z");
    private static final DomainName ZONE = DomainName.of("example.com");
    private static final DomainName NAME = DomainName.of("s._domainkey.example.com");
    private static final DnsRecord.Txt NEW = new DnsRecord.Txt("new");
    private static final DnsRecord.Txt OLD = new DnsRecord.Txt("old");

    private static final FollowedChange ADDED = followed(new RecordChange.Add(of(NEW)));

    private static OwnedRecord of(DnsRecord data) {
        return OwnedRecord.of(NAME, data);
    }

    private static FollowedChange followed(RecordChange change) {
        return new FollowedChange(
                ZONE, change, T0, new Before(OptionalLong.of(10), Duration.ofMinutes(5)));
    }

    /**
     * Servers in words: {@code p10} is a primary with serial 10 without the record, {@code p11+}
     * with it; {@code s…} a secondary, {@code h…} a hidden primary, {@code x…} a secondary over
     * IPv6; in place of a serial {@code silent}, {@code lame}, {@code refused} or {@code broken}.
     */
    private static ZoneSight sight(String servers) {
        List<ServerSight> sights = new ArrayList<>();
        for (String word : servers.split(" ", -1)) {
            sights.add(server(word, sights.size()));
        }
        return new ZoneSight(sights, Map.of());
    }

    private static ServerSight server(String word, int number) {
        char kind = word.charAt(0);
        boolean has = word.endsWith("+");
        String what = word.substring(1, word.length() - (has ? 1 : 0));
        NameServer server =
                new NameServer(
                        DomainName.of(kind + ".example.com"),
                        address(kind == 'x' ? "2001:db8::" + (number + 1) : "192.0.2." + number),
                        kind == 'p' || kind == 'h',
                        kind != 'h');
        Answer record =
                has
                        ? new Answer.Found(List.of(NEW), false, 300)
                        : new Answer.NoRecord(false, false, 300);
        return new ServerSight(
                server, soa(what), Map.of(ADDED.place(), new ServerQueries.Said(record, true)));
    }

    private static ServerQueries.Said soa(String what) {
        return switch (what) {
            case "silent" -> failed(Answer.Failure.TIMEOUT);
            case "refused" -> failed(Answer.Failure.REFUSED);
            case "broken" -> failed(Answer.Failure.SERVER);
            case "lame" -> new ServerQueries.Said(new Answer.NoRecord(true, false, 0), false);
            default ->
                    new ServerQueries.Said(
                            new Answer.Found(
                                    List.of(
                                            new DnsRecord.Soa(
                                                    DomainName.of("p.example.com"),
                                                    DomainName.ROOT,
                                                    Long.parseLong(what),
                                                    DnsRecord.Soa.Timers.usual(300))),
                                    false,
                                    300),
                            true);
        };
    }

    private static ServerQueries.Said failed(Answer.Failure failure) {
        return new ServerQueries.Said(new Answer.Failed(failure, "so"), false);
    }

    private static InetSocketAddress address(String text) {
        try {
            return new InetSocketAddress(InetAddress.getByName(text), 53);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChangeState at(ChangeState before, String servers, Duration after) {
        return Convergence.next(ADDED, before, sight(servers), T0.plus(after));
    }

    @ParameterizedTest
    @CsvSource({
        "p10 s10, Written, NOT_LOADED",
        "p9 s10, Written, SERIAL_LOWERED",
        "p11 s10, SerialRaised, RECORD_ABSENT",
        "p11+ s10, PrimaryAnswers, TRANSFER_EXPECTED",
        "p10+ s10, PrimaryAnswers, SERIAL_NOT_RAISED EQUAL_SERIAL_OTHER_CONTENT",
        "p9+ s10, PrimaryAnswers, SERIAL_LOWERED SERIAL_AHEAD",
        "p11+ s11, PrimaryAnswers, EQUAL_SERIAL_OTHER_CONTENT",
        "p11+ s12, PrimaryAnswers, SERIAL_AHEAD",
        "p11+ ssilent, PrimaryAnswers, UNREACHABLE",
        "p11+ slame, PrimaryAnswers, LAME",
        "p11+ srefused, PrimaryAnswers, LAME",
        "p11+ sbroken, PrimaryAnswers, FAILING",
        "psilent s11+ s10, PrimaryAnswers, UNREACHABLE TRANSFER_EXPECTED",
        "psilent ssilent, Written, UNREACHABLE UNREACHABLE",
        "p11+ s11+, ServersAnswer, ''",
        "p10+ s10+, ServersAnswer, ''",
        "p11+, ServersAnswer, ''",
        // Hidden from us: the world asks the others.
        "hsilent s11+ s11+, ServersAnswer, ''",
        "h11+ s10, PrimaryAnswers, TRANSFER_EXPECTED",
        // This host has no IPv6 where none answers over it, and the same server does over IPv4.
        "p11+ s11+ xsilent, PrimaryAnswers, UNREACHABLE",
        "p11+ x11+, ServersAnswer, ''",
        // RFC 1982: 4294967295 is just before 0 and before 10.
        "p11+ s4294967295, PrimaryAnswers, TRANSFER_EXPECTED",
    })
    void whatIsSeenTellsTheStateAndWhoIsBehind(String servers, String state, String reasons) {
        ChangeState next = at(Convergence.start(), servers, Duration.ZERO);
        assertThat(next.getClass().getSimpleName()).isEqualTo(state);
        assertThat(String.join(" ", next.behind().stream().map(b -> b.reason().name()).toList()))
                .isEqualTo(reasons);
    }

    @Test
    void aSecondaryThatStaysOldDoesNotHeedNotify() {
        ChangeState first = at(Convergence.start(), "p11+ s10", Duration.ofSeconds(5));
        ChangeState soon = at(first, "p11+ s10", Duration.ofSeconds(64));
        assertThat(soon.behind().getFirst().reason()).isEqualTo(Reason.TRANSFER_EXPECTED);
        ChangeState late = at(soon, "p11+ s10", Duration.ofSeconds(65));
        assertThat(late.behind().getFirst().reason()).isEqualTo(Reason.NOTIFY_UNHEEDED);
        assertThat(late.behind().getFirst().detail())
                .isEqualTo("serial 10, the primary has 11; it asks by itself every 86400 s");
    }

    @Test
    void itIsUsableWhenTheLastCacheHasForgotten() {
        ChangeState all = at(Convergence.start(), "p11+ s11+", Duration.ofSeconds(30));
        assertThat(all)
                .isEqualTo(
                        new ChangeState.ServersAnswer(
                                T0.plusSeconds(30), T0.plusSeconds(330), List.of()));
        ChangeState still = at(all, "p12+ s12+", Duration.ofSeconds(329));
        assertThat(still).isEqualTo(all);
        ChangeState usable = at(still, "p12+ s12+", Duration.ofSeconds(330));
        assertThat(usable.isUsable()).isTrue();
        assertThat(at(usable, "p9 s9", Duration.ofHours(1))).isEqualTo(usable);
    }

    @Test
    void aServerThatFallsSilentGivesNobodyTheOldOne() {
        ChangeState all = at(Convergence.start(), "p11+ s11+", Duration.ZERO);
        assertThat(at(all, "p11+ ssilent", Duration.ofSeconds(9))).isEqualTo(all);
        assertThat(at(all, "p11+ s10", Duration.ofSeconds(9)))
                .isInstanceOf(ChangeState.PrimaryAnswers.class);
    }

    @Test
    void aBogusZoneIsNeverUsable() {
        ZoneSight sight =
                new ZoneSight(
                        sight("p11+").servers(),
                        Map.of(
                                ADDED.place(),
                                new Answer.Failed(Answer.Failure.BOGUS, "signature expired")));
        ChangeState state =
                Convergence.next(ADDED, Convergence.start(), sight, T0.plus(Duration.ofDays(1)));
        ChangeState later = Convergence.next(ADDED, state, sight, T0.plus(Duration.ofDays(3)));
        assertThat(later).isInstanceOf(ChangeState.ServersAnswer.class);
        assertThat(later.behind().getFirst().reason()).isEqualTo(Reason.BOGUS);
    }

    @Test
    void aRemovalAndAReplacementAreThereWhenTheOldOneIsGone() {
        Answer both = new Answer.Found(List.of(OLD, NEW), false, 300);
        Answer fresh = new Answer.Found(List.of(NEW), false, 300);
        FollowedChange removed = followed(new RecordChange.Remove(of(OLD)));
        FollowedChange replaced = followed(new RecordChange.Replace(of(OLD), of(NEW)));
        for (FollowedChange change : List.of(removed, replaced)) {
            assertThat(change.isIn(both)).isFalse();
            assertThat(change.isIn(fresh)).isTrue();
            assertThat(change.isIn(new Answer.Failed(Answer.Failure.TIMEOUT, ""))).isFalse();
        }
        assertThat(removed.isIn(new Answer.NoRecord(true, false, 1))).isTrue();
        assertThat(replaced.isIn(new Answer.NoRecord(true, false, 1))).isFalse();
    }
}
