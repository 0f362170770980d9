package org.hikyaku.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * Remembers answers as long as their time to live allows; failures for some seconds, so that a dead
 * server is not asked by every message. Concurrent askers of one question wait for one lookup. An
 * answer out of the memory still tells the time to live that it came with. Safe for many threads.
 */
public final class CachingResolver implements Resolver {

    /**
     * How much is remembered.
     *
     * @param maxBytes an estimate of the heap that all answers take together
     * @param maxFound the longest that records are remembered, whatever their time to live
     * @param maxMissing the longest that "no such record" is remembered (RFC 2308 section 5)
     * @param failed how long a failure is remembered (RFC 2308 section 7: at most 5 minutes)
     */
    public record Limits(long maxBytes, Duration maxFound, Duration maxMissing, Duration failed) {

        /** 16 MiB hold the records of some 20,000 sending domains. */
        public static final Limits STANDARD =
                new Limits(
                        16L * 1024 * 1024,
                        Duration.ofHours(6),
                        Duration.ofHours(1),
                        Duration.ofSeconds(10));
    }

    /** What an entry takes besides the text of its records. */
    private static final int ENTRY_BYTES = 250;

    private static final int RECORD_BYTES = 80;

    private final Resolver inner;
    private final Limits limits;
    private final Cache<Question, Answer> answers;
    private final ConcurrentMap<Question, FutureTask<Answer>> running = new ConcurrentHashMap<>();

    /**
     * A memory before {@code inner}.
     *
     * @param clock tells when an answer is too old
     */
    public CachingResolver(Resolver inner, Limits limits, InstantSource clock) {
        this.inner = inner;
        this.limits = limits;
        this.answers =
                Caffeine.newBuilder()
                        .maximumWeight(limits.maxBytes())
                        .weigher(CachingResolver::weight)
                        .expireAfter(
                                Expiry.<Question, Answer>creating((_, answer) -> lifetime(answer)))
                        .ticker(() -> clock.millis() * 1_000_000L)
                        .executor(Runnable::run)
                        .build();
    }

    /** A memory of the standard size that goes by the system's clock. */
    public CachingResolver(Resolver inner) {
        this(inner, Limits.STANDARD, InstantSource.system());
    }

    private Duration lifetime(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> shorter(found.ttlSeconds(), limits.maxFound());
            case Answer.NoRecord none -> shorter(none.ttlSeconds(), limits.maxMissing());
            case Answer.Failed _ -> limits.failed();
        };
    }

    private static Duration shorter(long seconds, Duration limit) {
        return seconds < limit.toSeconds() ? Duration.ofSeconds(seconds) : limit;
    }

    private static int weight(Question question, Answer answer) {
        int bytes = ENTRY_BYTES + question.name().ascii().length();
        return switch (answer) {
            case Answer.Found found -> {
                for (DnsRecord record : found.records()) {
                    int text = record instanceof DnsRecord.Txt txt ? txt.value().length() : 0;
                    bytes += RECORD_BYTES + text;
                }
                yield bytes;
            }
            case Answer.NoRecord _ -> bytes;
            case Answer.Failed failed -> bytes + failed.detail().length();
        };
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        Answer known = answers.getIfPresent(question);
        return known == null ? shared(question) : known;
    }

    @Override
    public Optional<Answer> known(DomainName name, RecordType type) {
        return Optional.ofNullable(answers.getIfPresent(new Question(name, type)));
    }

    /** Forgets everything: for a reload of the settings. */
    public void clear() {
        answers.invalidateAll();
    }

    private Answer shared(Question question) {
        FutureTask<Answer> mine = new FutureTask<>(() -> fetch(question));
        FutureTask<Answer> other = running.putIfAbsent(question, mine);
        if (other != null) {
            return await(other);
        }
        // On a thread of its own: whoever asks first may be interrupted without harm to the rest.
        Thread.ofVirtual().name("dns").start(mine);
        return await(mine);
    }

    private Answer fetch(Question question) {
        try {
            Answer answer = inner.query(question.name(), question.type());
            if (!lifetime(answer).isZero()) {
                answers.put(question, answer);
            }
            return answer;
        } finally {
            running.remove(question);
        }
    }

    private static Answer await(FutureTask<Answer> lookup) {
        try {
            return lookup.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed(Answer.Failure.TIMEOUT, "the lookup was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a resolver never throws", e.getCause());
        }
    }
}
