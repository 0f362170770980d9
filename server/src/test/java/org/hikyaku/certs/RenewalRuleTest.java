package org.hikyaku.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.hikyaku.certs.RenewalRule.Alarm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenewalRuleTest {

    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private static Instant day(double days) {
        return START.plusMillis((long) (days * 86_400_000));
    }

    @ParameterizedTest
    @CsvSource({
        "90, 0, 60",
        "90, 1, 58.2",
        "45, 0, 30",
        "64, 0.5, 42.026",
        "10, 0, 6.666",
        "6, 0, 3",
        "6, 1, 2.88",
        "0.0416, 0, 0.0208"
    })
    void byTheLifetime(double life, double chance, double expected) {
        Instant due = RenewalRule.due(START, day(life), null, chance);
        assertThat(Duration.between(due, day(expected)).abs()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void byTheAuthoritysWord() {
        CaSession.Window window = new CaSession.Window(day(20), day(22), null);
        assertThat(RenewalRule.due(START, day(45), window, 0)).isEqualTo(day(20));
        assertThat(RenewalRule.due(START, day(45), window, 0.5)).isEqualTo(day(21));
        // A window in the past means: now (RFC 9773 section 4.2), as after a revocation.
        CaSession.Window past = new CaSession.Window(day(-3), day(-2), null);
        assertThat(RenewalRule.due(START, day(45), past, 1)).isBefore(START);
    }

    @Test
    void aSenselessWindowIsNotHeeded() {
        CaSession.Window backwards = new CaSession.Window(day(22), day(20), null);
        CaSession.Window late = new CaSession.Window(day(50), day(60), null);
        assertThat(RenewalRule.due(START, day(45), backwards, 0)).isEqualTo(day(30));
        assertThat(RenewalRule.due(START, day(45), late, 0)).isEqualTo(day(30));
    }

    @Test
    void thePauseGrowsAndHasAnEnd() {
        Duration before = Duration.ZERO;
        for (int failures = 1; failures < 200; failures++) {
            Instant again = RenewalRule.again(failures, null, START, new Random(7));
            Duration pause = Duration.between(START, again);
            assertThat(pause).isBetween(Duration.ofMinutes(2), Duration.ofHours(15));
            assertThat(pause).isGreaterThanOrEqualTo(before.compareTo(pause) > 0 ? pause : before);
            before = failures < 8 ? pause : Duration.ofHours(12);
        }
    }

    @Test
    void neverBeforeTheAuthorityAllowsIt() {
        Instant hour = START.plus(Duration.ofHours(1));
        assertThat(RenewalRule.again(1, hour, START, new Random(7))).isEqualTo(hour);
        Instant soon = START.plusSeconds(1);
        assertThat(RenewalRule.again(1, soon, START, new Random(7))).isAfter(soon);
        assertThat(RenewalRule.again(1, day(300), START, new Random(7))).isEqualTo(day(2));
    }

    /** An authority that is down from the day of renewal on. */
    @ParameterizedTest
    @CsvSource({
        "45, 29, NONE",
        "45, 32, NONE",
        "45, 33.1, LATE",
        "45, 38, LATE",
        "45, 39.5, URGENT",
        "45, 45, ENDED",
        "90, 65, NONE",
        "90, 67, LATE",
        "6, 3.2, NONE",
        "6, 3.5, LATE",
        "6, 5.5, URGENT"
    })
    void warnsInTime(double life, double now, Alarm expected) {
        assertThat(RenewalRule.alarm(START, day(life), day(now))).isEqualTo(expected);
    }
}
