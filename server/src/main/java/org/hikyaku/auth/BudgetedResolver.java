package org.hikyaku.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * The resolver of one message: asks each question once, and not more than its budget allows (RFC
 * 7208 section 11.1, RFC 6376 section 8.4: a message must not make a receiver work for its sender).
 * Beyond the budget every new question fails with {@link Answer.Failure#BUDGET}. Safe for the few
 * threads that check one message.
 */
public final class BudgetedResolver implements Resolver {

    /**
     * The bounds.
     *
     * @param lookups questions that are asked, each counted once however often it comes up
     * @param time after which nothing more is asked; a lookup that has begun may end later
     */
    public record Budget(int lookups, Duration time) {

        /**
         * Real messages need 5 to 20. Two SPF checks of 10 terms, some with 10 names, a dozen keys
         * and 8 names for DMARC fit; RFC 7208 section 4.6.4 wants 20 seconds at least.
         */
        public static final Budget STANDARD = new Budget(100, Duration.ofSeconds(30));
    }

    private record Question(DomainName name, RecordType type) {}

    private final Resolver inner;
    private final Budget budget;
    private final InstantSource clock;
    private final Instant end;
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentMap<Question, CompletableFuture<Answer>> answers =
            new ConcurrentHashMap<>();

    /** A budget that begins now. */
    public BudgetedResolver(Resolver inner, Budget budget, InstantSource clock) {
        this.inner = inner;
        this.budget = budget;
        this.clock = clock;
        this.end = clock.instant().plus(budget.time());
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        CompletableFuture<Answer> known = answers.get(question);
        if (known != null) {
            return known.join();
        }
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> other = answers.putIfAbsent(question, mine);
        if (other != null) {
            return other.join();
        }
        Answer answer = new Answer.Failed(Answer.Failure.SERVER, "the lookup was cut off");
        try {
            answer = ask(question);
            return answer;
        } finally {
            mine.complete(answer); // whoever waits for it goes on, whatever happened here
        }
    }

    /** Counts as {@link #query} does: an answer that is at hand is a question too. */
    @Override
    public Optional<Answer> known(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        CompletableFuture<Answer> before = answers.get(question);
        if (before != null) {
            return Optional.ofNullable(before.getNow(null));
        }
        Optional<Answer> known = inner.known(name, type);
        return known.isEmpty() ? known : Optional.of(query(name, type));
    }

    private Answer ask(Question question) {
        if (asked.incrementAndGet() > budget.lookups()) {
            return new Answer.Failed(
                    Answer.Failure.BUDGET,
                    "the message has caused " + budget.lookups() + " lookups already");
        }
        if (clock.instant().isAfter(end)) {
            return new Answer.Failed(
                    Answer.Failure.BUDGET,
                    "the lookups of the message have taken "
                            + budget.time().toSeconds()
                            + " s already");
        }
        return inner.query(question.name(), question.type());
    }

    /** How many questions were asked. */
    public int lookups() {
        return Math.min(asked.get(), budget.lookups());
    }
}
