package org.hikyaku.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

final class BudgetedResolverTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T09:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private final Resolver counting =
            (_, _) -> {
                asked.incrementAndGet();
                return new Answer.NoRecord(true, false, 60);
            };
    private final BudgetedResolver resolver =
            new BudgetedResolver(
                    counting, new BudgetedResolver.Budget(3, Duration.ofSeconds(10)), now::get);

    private Answer ask(int i) {
        return resolver.query(DomainName.of("h" + i + ".example"), RecordType.A);
    }

    @Test
    void asksEachQuestionOnce() {
        for (int i = 0; i < 9; i++) {
            assertThat(ask(1)).isInstanceOf(Answer.NoRecord.class);
        }
        assertThat(asked).hasValue(1);
        assertThat(resolver.lookups()).isEqualTo(1);
    }

    @Test
    void refusesMoreQuestionsThanItMay() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask(i)).isInstanceOf(Answer.NoRecord.class);
        }
        assertThat(ask(3))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        f -> assertThat(f.failure()).isEqualTo(Answer.Failure.BUDGET));
        assertThat(ask(0)).isInstanceOf(Answer.NoRecord.class);
        assertThat(asked).hasValue(3);
        assertThat(resolver.lookups()).isEqualTo(3);
    }

    @Test
    void refusesQuestionsAfterItsTime() {
        ask(1);
        now.updateAndGet(t -> t.plusSeconds(11));

        assertThat(ask(2))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        f -> assertThat(f.failure()).isEqualTo(Answer.Failure.BUDGET));
        assertThat(ask(1)).isInstanceOf(Answer.NoRecord.class);
    }

    @Test
    void whatIsAtHandCountsAsAQuestion() {
        Resolver remembering =
                new Resolver() {
                    @Override
                    public Answer query(DomainName name, RecordType type) {
                        return counting.query(name, type);
                    }

                    @Override
                    public Optional<Answer> known(DomainName name, RecordType type) {
                        boolean known = name.ascii().startsWith("known");
                        return known ? Optional.of(query(name, type)) : Optional.empty();
                    }
                };
        BudgetedResolver one =
                new BudgetedResolver(
                        remembering,
                        new BudgetedResolver.Budget(1, Duration.ofSeconds(10)),
                        now::get);

        assertThat(one.known(DomainName.of("other.example"), RecordType.A)).isEmpty();
        assertThat(one.lookups()).isZero();
        assertThat(one.known(DomainName.of("known.example"), RecordType.A)).isPresent();
        assertThat(one.known(DomainName.of("known.example"), RecordType.A)).isPresent();
        assertThat(one.lookups()).isEqualTo(1);
        assertThat(one.known(DomainName.of("known2.example"), RecordType.A))
                .containsInstanceOf(Answer.Failed.class);
    }
}
