package org.hikyaku.keylife;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hikyaku.keylife.KeyLife.Need;
import org.hikyaku.keylife.KeyLife.Step;
import org.hikyaku.keylife.KeySight.Presence;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyLifeTest {

    private static final Instant T0 = Instant.parse("2026-11-24T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static final KeyPolicy APPROVED = new KeyPolicy(Duration.ofDays(5), null, true);
    private static final KeyPolicy YEARLY =
            new KeyPolicy(Duration.ofDays(5), Duration.ofDays(365), false);

    private static KeySight seen(Presence presence) {
        DomainName zone = DomainName.of("example.com");
        return new KeySight(
                presence, DomainName.of("s._domainkey.example.com"), zone, HOUR, null, "");
    }

    private static KeyState state(String word) {
        return switch (word) {
            case "generated" -> new KeyState.Generated(T0, HOUR);
            case "published" -> new KeyState.Published(T0, HOUR, null);
            case "everywhere" -> new KeyState.Published(T0, HOUR, T0);
            case "usable" -> new KeyState.Usable(T0, false);
            case "approved" -> new KeyState.Usable(T0, true);
            case "signing" -> new KeyState.Signing(T0);
            case "retired" -> new KeyState.Retired(T0, T0.plus(Duration.ofDays(6)));
            default -> new KeyState.Removed(T0);
        };
    }

    @ParameterizedTest
    @CsvSource({
        // state, seen, hours later, next, need
        "generated, ABSENT, 0, generated, PUBLISH",
        "generated, OTHER, 0, generated, PUBLISH",
        "generated, UNKNOWN, 0, generated, NOTHING",
        "generated, SOME, 0, published, NOTHING",
        "generated, EVERYWHERE, 0, published, NOTHING",
        "published, SOME, 9, published, NOTHING",
        "published, EVERYWHERE, 9, published, NOTHING",
        "published, ABSENT, 9, generated, PUBLISH",
        "published, UNKNOWN, 9, published, NOTHING",
        "everywhere, EVERYWHERE, 0, published, NOTHING",
        "everywhere, EVERYWHERE, 1, signing, NOTHING",
        "everywhere, SOME, 1, published, NOTHING",
        "everywhere, UNKNOWN, 1, published, NOTHING",
        "everywhere, ABSENT, 1, generated, PUBLISH",
        "usable, EVERYWHERE, 1, signing, NOTHING",
        "usable, UNKNOWN, 1, usable, NOTHING",
        "usable, SOME, 1, published, NOTHING",
        "usable, ABSENT, 1, generated, PUBLISH",
        "signing, EVERYWHERE, 9999, signing, NOTHING",
        "signing, SOME, 1, signing, NOTHING",
        "signing, UNKNOWN, 1, signing, NOTHING",
        "signing, ABSENT, 1, signing, REPAIR",
        "signing, OTHER, 1, signing, REPAIR",
        "retired, EVERYWHERE, 143, retired, NOTHING",
        "retired, ABSENT, 143, retired, NOTHING",
        "retired, EVERYWHERE, 144, retired, UNPUBLISH",
        "retired, SOME, 144, retired, UNPUBLISH",
        "retired, UNKNOWN, 144, retired, NOTHING",
        "retired, ABSENT, 144, removed, NOTHING",
        "retired, OTHER, 144, removed, NOTHING",
        "removed, EVERYWHERE, 999, removed, NOTHING",
    })
    void eachStateAndSightHasItsNextStep(
            String state, Presence presence, int hours, String next, Need need) {
        Step step =
                KeyLife.next(
                        state(state),
                        seen(presence),
                        KeyPolicy.STANDARD,
                        T0.plus(HOUR.multipliedBy(hours)));
        assertThat(StateJson.word(step.state())).isEqualTo(next);
        assertThat(step.need()).isEqualTo(need);
    }

    @ParameterizedTest
    @CsvSource({
        "everywhere, EVERYWHERE, usable, APPROVAL",
        "usable, EVERYWHERE, usable, APPROVAL",
        "approved, EVERYWHERE, signing, NOTHING",
        "approved, ABSENT, generated, PUBLISH"
    })
    void whereAPersonHasToAgreeItWaits(String state, Presence presence, String next, Need need) {
        Step step = KeyLife.next(state(state), seen(presence), APPROVED, T0.plus(HOUR));
        assertThat(StateJson.word(step.state())).isEqualTo(next);
        assertThat(step.need()).isEqualTo(need);
    }

    @Test
    void anOldKeyGetsASuccessor() {
        Instant old = T0.plus(Duration.ofDays(365));
        Step before = KeyLife.next(state("signing"), seen(Presence.EVERYWHERE), YEARLY, T0);
        assertThat(before.need()).isEqualTo(Need.NOTHING);
        assertThat(before.at()).isEqualTo(old);
        assertThat(KeyLife.next(state("signing"), seen(Presence.EVERYWHERE), YEARLY, old).need())
                .isEqualTo(Need.SUCCESSOR);
    }

    @Test
    void itTellsWhenCachesHaveForgotten() {
        Step step =
                KeyLife.next(state("generated"), seen(Presence.EVERYWHERE), KeyPolicy.STANDARD, T0);
        assertThat(step.at()).isEqualTo(T0.plus(HOUR));
    }

    @Test
    void aServerThatLosesItBeginsTheWaitAnew() {
        Step lost = KeyLife.next(state("everywhere"), seen(Presence.SOME), KeyPolicy.STANDARD, T0);
        Instant later = T0.plus(HOUR);
        Step again =
                KeyLife.next(lost.state(), seen(Presence.EVERYWHERE), KeyPolicy.STANDARD, later);
        assertThat(again.at()).isEqualTo(later.plus(HOUR));
    }

    @Test
    void aRetiredKeyStaysForTheQueueAndTheCaches() {
        assertThat(KeyLife.retire(seen(Presence.EVERYWHERE), KeyPolicy.STANDARD, T0).removable())
                .isEqualTo(T0.plus(Duration.ofDays(5)).plus(HOUR));
    }
}
