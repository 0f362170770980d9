package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

final class CachingResolverTest {

    private static final DomainName NAME = DomainName.of("example.com");
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T09:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();

    private static Answer found(long ttlSeconds) {
        return new Answer.Found(List.of(new DnsRecord.Txt("x")), true, ttlSeconds);
    }

    private CachingResolver over(Answer answer) {
        Resolver inner =
                (_, _) -> {
                    asked.incrementAndGet();
                    return answer;
                };
        return new CachingResolver(
                inner,
                new CachingResolver.Limits(
                        1_000_000, HOUR.multipliedBy(6), HOUR, Duration.ofSeconds(10)),
                now::get);
    }

    /** Asks now, and again {@code later}: how many questions does that cost? */
    private int questions(Answer answer, Duration later) {
        asked.set(0);
        CachingResolver resolver = over(answer);
        assertThat(resolver.query(NAME, RecordType.TXT)).isEqualTo(answer);
        now.updateAndGet(t -> t.plus(later));
        assertThat(resolver.query(NAME, RecordType.TXT)).isEqualTo(answer);
        return asked.get();
    }

    @Test
    void remembersForAsLongAsItMay() {
        Answer none = new Answer.NoRecord(false, false, 300);
        Answer failed = new Answer.Failed(Answer.Failure.TIMEOUT, "silent");

        assertThat(questions(found(60), Duration.ofSeconds(59))).isEqualTo(1);
        assertThat(questions(found(60), Duration.ofSeconds(61))).isEqualTo(2);
        assertThat(questions(found(0), Duration.ZERO)).isEqualTo(2);
        assertThat(questions(found(1_000_000), HOUR.multipliedBy(7))).isEqualTo(2);
        assertThat(questions(none, Duration.ofSeconds(299))).isEqualTo(1);
        assertThat(questions(none, Duration.ofSeconds(301))).isEqualTo(2);
        assertThat(questions(new Answer.NoRecord(true, false, 999_999), HOUR.plusSeconds(1)))
                .isEqualTo(2);
        assertThat(questions(failed, Duration.ofSeconds(9))).isEqualTo(1);
        assertThat(questions(failed, Duration.ofSeconds(11))).isEqualTo(2);
    }

    @Test
    void otherTypesAndNamesAreOtherQuestions() {
        CachingResolver resolver = over(found(60));

        resolver.query(NAME, RecordType.TXT);
        resolver.query(NAME, RecordType.MX);
        resolver.query(DomainName.of("example.org"), RecordType.TXT);

        assertThat(asked).hasValue(3);
    }

    @Test
    void forgetsWhenTold() {
        CachingResolver resolver = over(found(60));

        resolver.query(NAME, RecordType.TXT);
        resolver.clear();
        resolver.query(NAME, RecordType.TXT);

        assertThat(asked).hasValue(2);
    }

    @Test
    void oneLookupServesAllWhoWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Resolver slow =
                (_, _) -> {
                    asked.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return found(0);
                };
        CachingResolver resolver = new CachingResolver(slow);
        List<FutureTask<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FutureTask<Answer> task = new FutureTask<>(() -> resolver.query(NAME, RecordType.TXT));
            waiting.add(task);
            Thread thread = Thread.ofPlatform().start(task);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        release.countDown();

        for (FutureTask<Answer> task : waiting) {
            assertThat(task.get()).isEqualTo(found(0));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoIsInterruptedHarmsNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Resolver slow =
                (_, _) -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return found(60);
                };
        CachingResolver resolver = new CachingResolver(slow);
        FutureTask<Answer> first = new FutureTask<>(() -> resolver.query(NAME, RecordType.TXT));
        Thread thread = Thread.ofPlatform().start(first);
        thread.interrupt();

        assertThat(first.get()).isInstanceOf(Answer.Failed.class);
        release.countDown();
        assertThat(resolver.query(NAME, RecordType.TXT)).isEqualTo(found(60));
    }

    @Test
    void theMemoryIsBounded() {
        String text = "x".repeat(10_000);
        Resolver inner =
                (_, _) -> {
                    asked.incrementAndGet();
                    return new Answer.Found(List.of(new DnsRecord.Txt(text)), false, 3600);
                };
        CachingResolver resolver =
                new CachingResolver(
                        inner, new CachingResolver.Limits(50_000, HOUR, HOUR, HOUR), now::get);

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                resolver.query(DomainName.of("h" + i + ".example"), RecordType.TXT);
            }
        }

        assertThat(asked.get()).isGreaterThan(190);
    }
}
