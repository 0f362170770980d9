package org.hikyaku.store.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;

/**
 * Which domains were ours a moment ago: each message asks that several times. A change by this
 * process is seen at once, one by a command beside it within {@link #VALID}. Safe for many threads.
 */
final class KnownDomains {

    /** Shorter than a person needs from one command to the next. */
    private static final Duration VALID = Duration.ofMillis(100);

    /** Strangers choose the names that are asked for: all are forgotten where there are so many. */
    private static final int MAX_NAMES = 10_000;

    private record Seen(Optional<LocalDomain> domain, long atNanos) {}

    private final LongSupplier nanoTime;
    private final ConcurrentMap<DomainName, Seen> seen = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    KnownDomains(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The domain as it was a moment ago, or as {@code read} finds it. */
    Optional<LocalDomain> find(DomainName name, Supplier<Optional<LocalDomain>> read) {
        long now = nanoTime.getAsLong();
        Seen known = seen.get(name);
        if (known != null && now - known.atNanos() < VALID.toNanos()) {
            return known.domain();
        }
        long before = changes.get();
        Optional<LocalDomain> found = read.get();
        if (seen.size() >= MAX_NAMES) {
            seen.clear();
        }
        seen.put(name, new Seen(found, now));
        if (changes.get() != before) {
            seen.remove(name); // it may have been read before the change
        }
        return found;
    }

    /** To be told after each change. */
    void changed() {
        changes.incrementAndGet();
        seen.clear();
    }
}
