package org.hikyaku.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hikyaku.smtp.EnhancedCode;

/** What happens to one recipient of a queued message after an attempt. */
public sealed interface NextStep {

    /**
     * Try again at {@code at}; {@code warnSender} once, when the message has been late for long.
     */
    record Retry(Instant at, boolean warnSender) implements NextStep {}

    /** Give up and tell the sender. */
    record Bounce(EnhancedCode status, String text) implements NextStep {}

    /** Nothing more to do. */
    record Done() implements NextStep {}

    /**
     * How long is tried, and when the sender hears of it.
     *
     * @param lifetime RFC 5321 section 4.5.4.1: give up after 4 to 5 days at the earliest
     * @param warnAfter the sender is told once that a message is late
     */
    record Patience(Duration lifetime, Duration warnAfter) {
        /** Five days; a word after four hours. */
        public static final Patience STANDARD =
                new Patience(Duration.ofDays(5), Duration.ofHours(4));
    }

    /**
     * The waits after the first attempts; the last one repeats. RFC 5321 section 4.5.4.1 asks for
     * 30 minutes; greylisting is over sooner.
     */
    List<Duration> WAITS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4));

    /**
     * A wait is made up to this part longer or shorter, so that what failed together is not tried
     * together.
     */
    double JITTER = 0.2;

    /**
     * What is known of a recipient.
     *
     * @param queued when the message was accepted
     * @param attempts how many attempts have ended, this one included; at least 1
     * @param warned whether the sender has been told of the delay
     */
    record Progress(Instant queued, int attempts, boolean warned) {}

    /**
     * Decides the step that follows {@code result}. Pure: the clock and the jitter come in as
     * arguments.
     */
    static NextStep after(
            AttemptResult result,
            Progress progress,
            Patience patience,
            Instant now,
            RandomGenerator jitter) {
        return switch (result) {
            case AttemptResult.Delivered _, AttemptResult.Filed _ -> new Done();
            case AttemptResult.Refused refused -> new Bounce(refused.status(), refused.text());
            case AttemptResult.Deferred deferred ->
                    later(deferred, progress, patience, now, jitter);
            case AttemptResult.Unreachable unreachable ->
                    later(unreachable, progress, patience, now, jitter);
        };
    }

    private static NextStep later(
            AttemptResult result,
            Progress progress,
            Patience patience,
            Instant now,
            RandomGenerator jitter) {
        Instant end = progress.queued().plus(patience.lifetime());
        if (!now.isBefore(end)) {
            return new Bounce(
                    EnhancedCode.of("5.4.7"),
                    "not delivered within "
                            + patience.lifetime().toHours()
                            + " hours; last: "
                            + result.text());
        }
        Duration wait = WAITS.get(Math.min(progress.attempts(), WAITS.size()) - 1);
        double factor = 1 + JITTER * (2 * jitter.nextDouble() - 1);
        Instant at = now.plus(Duration.ofMillis((long) (wait.toMillis() * factor)));
        boolean late = !now.isBefore(progress.queued().plus(patience.warnAfter()));
        return new Retry(at.isAfter(end) ? end : at, late && !progress.warned());
    }
}
