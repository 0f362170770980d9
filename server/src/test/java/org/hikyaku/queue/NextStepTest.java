package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Mailboxes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NextStepTest {

    private static final Instant QUEUED = Instant.parse("2026-11-24T10:00:00Z");
    private static final AttemptResult GREYLISTED =
            new AttemptResult.Deferred("mx", EnhancedCode.of("4.7.1"), "451 4.7.1 later");

    /** A jitter that is {@code value} each time, 0.5 being none. */
    private static RandomGenerator jitter(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a double is asked for");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static NextStep after(AttemptResult result, int attempts, Duration age, double jitter) {
        return NextStep.after(
                result,
                new NextStep.Progress(QUEUED, attempts, false),
                NextStep.Patience.STANDARD,
                QUEUED.plus(age),
                jitter(jitter));
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT1M",
        "2, PT5M",
        "3, PT15M",
        "4, PT30M",
        "5, PT1H",
        "6, PT2H",
        "7, PT4H",
        "8, PT4H",
        "1000, PT4H"
    })
    void waitsLongerEachTime(int attempts, Duration wait) {
        Duration age = Duration.ofMinutes(1);
        assertThat(after(GREYLISTED, attempts, age, 0.5))
                .isEqualTo(new NextStep.Retry(QUEUED.plus(age).plus(wait), false));
    }

    @Test
    void spreadsByAFifth() {
        assertThat(after(GREYLISTED, 3, Duration.ZERO, 0))
                .isEqualTo(new NextStep.Retry(QUEUED.plus(Duration.ofMinutes(12)), false));
        assertThat(after(GREYLISTED, 3, Duration.ZERO, 1))
                .isEqualTo(new NextStep.Retry(QUEUED.plus(Duration.ofMinutes(18)), false));
    }

    @Test
    void isDoneOnceTaken() {
        assertThat(after(new AttemptResult.Delivered("mx", "250"), 1, Duration.ZERO, 0.5))
                .isEqualTo(new NextStep.Done());
        MailAddress account = MailAddress.of("b@here.example");
        Mailboxes.Delivery delivery =
                Mailboxes.Delivery.ofOurOwn(
                        new BlobRef(1, 2, 3, 4),
                        List.of(new Mailboxes.Target(account, Mailboxes.INBOX)),
                        ReversePath.NULL,
                        QUEUED);
        assertThat(after(new AttemptResult.Filed(delivery, ""), 1, Duration.ofDays(9), 0.5))
                .isEqualTo(new NextStep.Done());
    }

    @Test
    void givesUpWhereRefused() {
        EnhancedCode code = EnhancedCode.of("5.7.26");
        assertThat(after(new AttemptResult.Refused("mx", code, "550 no"), 1, Duration.ZERO, 0.5))
                .isEqualTo(new NextStep.Bounce(code, "550 no"));
    }

    @Test
    void triesAgainWhereNobodyAnswers() {
        assertThat(after(new AttemptResult.Unreachable("", "no route"), 1, Duration.ZERO, 0.5))
                .isInstanceOf(NextStep.Retry.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PT3H59M59S, false, false",
        "PT4H, false, true",
        "PT4H, true, false",
        "P2D, false, true",
        "P2D, true, false",
    })
    void warnsOnce(Duration age, boolean warned, boolean warn) {
        NextStep step =
                NextStep.after(
                        GREYLISTED,
                        new NextStep.Progress(QUEUED, 9, warned),
                        NextStep.Patience.STANDARD,
                        QUEUED.plus(age),
                        jitter(0.5));
        assertThat(step)
                .isInstanceOfSatisfying(
                        NextStep.Retry.class, r -> assertThat(r.warnSender()).isEqualTo(warn));
    }

    @Test
    void triesALastTimeAtTheEnd() {
        Duration age = Duration.ofDays(5).minusMinutes(10);
        assertThat(after(GREYLISTED, 9, age, 0.5))
                .isEqualTo(new NextStep.Retry(QUEUED.plus(Duration.ofDays(5)), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P5D", "P6D"})
    void givesUpAtTheEnd(Duration age) {
        assertThat(after(GREYLISTED, 9, age, 0.5))
                .isInstanceOfSatisfying(
                        NextStep.Bounce.class,
                        b -> {
                            assertThat(b.status()).isEqualTo(EnhancedCode.of("5.4.7"));
                            assertThat(b.text())
                                    .isEqualTo(
                                            "not delivered within 120 hours; last: 451 4.7.1"
                                                    + " later");
                        });
    }

    /** RFC 5321 section 4.2.1: the first digit decides, whatever the enhanced code says. */
    @ParameterizedTest
    @CsvSource({
        "250, 2.1.5, Delivered, 2.0.0",
        "451, 4.7.1, Deferred, 4.7.1",
        "451, , Deferred, 4.0.0",
        "421, 5.7.1, Deferred, 4.0.0",
        "550, 5.1.1, Refused, 5.1.1",
        "550, 4.1.1, Refused, 5.0.0",
        "554, , Refused, 5.0.0",
    })
    void readsReplies(int code, String status, String kind, String expected) {
        Reply reply = status == null ? Reply.plain(code, "text") : Reply.of(code, status, "text");
        AttemptResult result = AttemptResult.of("mx", reply);
        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(result.status()).isEqualTo(EnhancedCode.of(expected));
        assertThat(result.host()).isEqualTo("mx");
    }
}
