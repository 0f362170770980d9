package org.hikyaku.certs;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When to renew, when to try again, when to warn. Pure: time and chance come in. */
public final class RenewalRule {

    /** Below this, half of the life is left for trouble, not a third. */
    private static final Duration SHORT_LIFE = Duration.ofDays(10);

    /** Of the life: so that a thousand servers do not come at the same second. */
    private static final int JITTER_PART = 50;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(2);

    /** Let's Encrypt forgives five failed proofs for a name in an hour. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    /** An authority may name a far day; that is not believed without looking again. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(2);

    private RenewalRule() {}

    /** How a certificate stands. */
    public enum Alarm {
        /** As it should be. */
        NONE,
        /** It should have been renewed by now. */
        LATE,
        /** Soon nobody accepts it. */
        URGENT,
        /** Nobody accepts it. */
        ENDED
    }

    /**
     * When a certificate is renewed.
     *
     * @param window what the authority says; null: nothing
     * @param chance from 0 to 1, the same for one certificate each time
     */
    public static Instant due(
            Instant notBefore, Instant notAfter, CaSession.@Nullable Window window, double chance) {
        if (window != null && !window.end().isBefore(window.start())) {
            // RFC 9773 section 4.2: a moment within the window, chosen at random.
            Duration width = Duration.between(window.start(), window.end());
            Instant chosen = window.start().plusMillis((long) (width.toMillis() * chance));
            return chosen.isBefore(notAfter) ? chosen : byLife(notBefore, notAfter, chance);
        }
        return byLife(notBefore, notAfter, chance);
    }

    private static Instant byLife(Instant notBefore, Instant notAfter, double chance) {
        Duration life = Duration.between(notBefore, notAfter);
        Duration used =
                life.compareTo(SHORT_LIFE) < 0
                        ? life.dividedBy(2)
                        : life.multipliedBy(2).dividedBy(3);
        long early = (long) (life.toMillis() * chance) / JITTER_PART;
        return notBefore.plus(used).minusMillis(early);
    }

    /**
     * When to try again after {@code failures} in a row, at least one: twice the pause each time,
     * never before the authority allows it.
     */
    public static Instant again(
            int failures, @Nullable Instant retryAfter, Instant now, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 12);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        long jitter = random.nextLong(bounded.toMillis() / 4 + 1);
        Instant own = now.plus(bounded).plusMillis(jitter);
        if (retryAfter == null || retryAfter.isBefore(own)) {
            return own;
        }
        Instant latest = now.plus(LONGEST_RETRY_AFTER);
        return retryAfter.isAfter(latest) ? latest : retryAfter;
    }

    /** Whether somebody has to be told. */
    public static Alarm alarm(Instant notBefore, Instant notAfter, Instant now) {
        Duration life = Duration.between(notBefore, notAfter);
        if (!now.isBefore(notAfter)) {
            return Alarm.ENDED;
        }
        if (!now.isBefore(notAfter.minus(life.dividedBy(8)))) {
            return Alarm.URGENT;
        }
        // A fifteenth of the life past the day it was due: three days of 45, six of 90.
        Instant due = byLife(notBefore, notAfter, 0);
        return now.isAfter(due.plus(life.dividedBy(15))) ? Alarm.LATE : Alarm.NONE;
    }
}
