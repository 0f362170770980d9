package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.SpfBudget.Hint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tree of SPF records costs, and what should go first. */
final class SpfBudgetTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");

    private static final Resolver DNS =
            FakeResolver.of(
                    "two.example TXT v=spf1 a mx ip4:192.0.2.1 -all",
                    "six.example TXT v=spf1 include:two.example a mx exists:%{i}.x.example ?all",
                    "chain.example TXT v=spf1 redirect=two.example",
                    "loop.example TXT v=spf1 include:loop.example a -all",
                    "wide.example TXT v=spf1 include:wide1.example include:wide1.example -all",
                    "wide1.example TXT v=spf1 include:wide.example include:wide.example -all",
                    "broken.example TXT v=spf1 a nonsense",
                    "other.example TXT hello",
                    "down.example TXT !TIMEOUT");

    private static SpfBudget budget(String record) {
        return SpfBudget.of(DOMAIN, record, DNS);
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all, 0",
        "v=spf1 ip4:192.0.2.1 exp=x.example -all, 0",
        "v=spf1 a mx ptr exists:%{i}.x.example ?all, 4",
        "v=spf1 include:two.example -all, 3",
        "v=spf1 include:six.example redirect=chain.example, 11",
        "v=spf1 -all mx, 0",
        "v=spf1 mx -all redirect=chain.example, 1",
        "v=spf1 include:%{d}.two.example -all, 1",
        "v=spf1 include:broken.example include:other.example include:down.example -all, 3",
        "v=spf1 include:none.example redirect=chain.example, 5"
    })
    void lookups(String record, int lookups) {
        assertThat(budget(record).lookups()).isEqualTo(lookups);
    }

    /** A record that leads back to itself is never read to its end. */
    @ParameterizedTest
    @CsvSource({
        "v=spf1 include:two.example -all, false",
        "v=spf1 include:loop.example -all, true",
        "v=spf1 include:example.com -all, true",
        "v=spf1 include:two.example include:two.example a mx exists:x.example -all, false",
        "v=spf1 include:two.example include:two.example include:two.example a mx -all, true"
    })
    void receiversStopBeforeTheEnd(String record, boolean over) {
        assertThat(budget(record).isOver()).isEqualTo(over);
    }

    @Test
    void whatCostsForNothingGoesFirst() {
        SpfBudget budget =
                budget(
                        "v=spf1 mx include:six.example include:gone.example ptr include:two.example -all");
        assertThat(budget.isOver()).isTrue();
        assertThat(budget.advice())
                .containsExactly(
                        new SpfBudget.Advice("include:two.example", 3, Hint.TWICE),
                        new SpfBudget.Advice("include:gone.example", 1, Hint.LEADS_NOWHERE),
                        new SpfBudget.Advice("ptr", 1, Hint.PTR),
                        new SpfBudget.Advice("include:six.example", 7, Hint.INCLUDE),
                        new SpfBudget.Advice("mx", 1, Hint.ADDRESSES));
    }

    @Test
    void loopsAndHostileTreesEnd() {
        assertThat(budget("v=spf1 include:loop.example -all").lookups()).isEqualTo(3);
        AtomicInteger asked = new AtomicInteger();
        SpfBudget.of(
                DOMAIN,
                "v=spf1 include:wide.example include:wide1.example -all",
                (name, type) -> {
                    asked.incrementAndGet();
                    return DNS.query(name, type);
                });
        assertThat(asked).hasValueLessThanOrEqualTo(60);
    }
}
