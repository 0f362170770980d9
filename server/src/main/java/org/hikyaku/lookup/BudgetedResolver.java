package org.hikyaku.lookup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** What one message may ask: each question once, a number of them, within a time. */
public final class BudgetedResolver implements Resolver {

    /**
     * The bounds.
     *
     * @param lookups different questions; SPF alone may need some 10 terms of 10 names each
     * @param time from the first to the last question
     */
    public record Budget(int lookups, Duration time) {
        /** What a message may cost a server: RFC 7208 section 4.6.4 asks for 20 seconds at least. */
        public static final Budget STANDARD = new Budget(200, Duration.ofSeconds(30));
    }

    private record Question(DomainName name, RecordType type) {}

    private final Resolver below;
    private final Budget budget;
    private final InstantSource clock;
    private final Instant end;
    private final AtomicInteger spent = new AtomicInteger();
    private final ConcurrentMap<Question, Answer> known = new ConcurrentHashMap<>();

    /** A budget that begins now. */
    public BudgetedResolver(Resolver below, Budget budget, InstantSource clock) {
        this.below = below;
        this.budget = budget;
        this.clock = clock;
        this.end = clock.instant().plus(budget.time());
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        Answer before = known.get(question);
        if (before != null) {
            return before;
        }
        if (spent.incrementAndGet() > budget.lookups()) {
            return new Answer.Failed(Answer.Failure.BUDGET, "more than " + budget.lookups() + " lookups for one message");
        }
        if (clock.instant().isAfter(end)) {
            return new Answer.Failed(Answer.Failure.BUDGET, "lookups for one message took more than " + budget.time().toSeconds() + " s");
        }
        Answer answer = below.query(name, type);
        known.put(question, answer);
        return answer;
    }
}
