package org.hikyaku.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Remembers answers as long as they may be, and asks a question once however many wait for it. */
public final class CachingResolver implements Resolver {

    /** Answers that are kept: some 20 MB at worst. */
    private static final int MAX_ANSWERS = 20_000;

    /** No answer is believed longer than this, whatever its time to live. */
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    /** RFC 2308 section 5: one to three hours at most for "no such record". */
    private static final long MAX_NEGATIVE_SECONDS = Duration.ofHours(1).toSeconds();

    /** RFC 2308 section 7: a failure may be remembered, 5 minutes at most; a flood of mail should not ask a dead server for each. */
    private static final long FAILURE_SECONDS = 5;

    private record Question(DomainName name, RecordType type) {}

    private final Resolver below;
    private final Cache<Question, Answer> answers;
    private final ConcurrentMap<Question, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();

    /** A cache over {@code below}. */
    public CachingResolver(Resolver below) {
        this(below, Ticker.systemTicker());
    }

    /** A cache over {@code below} that reads time from {@code ticker}. */
    public CachingResolver(Resolver below, Ticker ticker) {
        this.below = below;
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(MAX_ANSWERS)
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .expireAfter(Expiry.<Question, Answer>creating((_, answer) -> Duration.ofSeconds(seconds(answer))))
                        .build();
    }

    private static long seconds(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> Math.min(found.ttlSeconds(), MAX_SECONDS);
            case Answer.NoRecord none -> Math.min(none.ttlSeconds(), MAX_NEGATIVE_SECONDS);
            case Answer.Failed _ -> FAILURE_SECONDS;
        };
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        Answer known = answers.getIfPresent(question);
        if (known != null) {
            return known;
        }
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> other = asked.putIfAbsent(question, mine);
        if (other != null) {
            return other.join(); // the one below has a deadline
        }
        Answer answer = new Answer.Failed(Answer.Failure.SERVER, "the lookup was cut off");
        try {
            answer = below.query(name, type);
            answers.put(question, answer);
            return answer;
        } finally {
            mine.complete(answer);
            asked.remove(question, mine);
        }
    }
}
