package org.hikyaku.dns;

import java.util.Optional;
import org.hikyaku.name.DomainName;

/**
 * Answers questions to the DNS. Blocks until it has an answer; every implementation has a deadline.
 * Safe for many threads.
 */
@FunctionalInterface
public interface Resolver {

    /**
     * Asks for the records of {@code type} at {@code name}, aliases followed. Never throws for what
     * the DNS does: a failure is an answer.
     */
    Answer query(DomainName name, RecordType type);

    /**
     * The answer where it is at hand, without waiting for anybody; empty where it would have to be
     * asked for. Whoever remembers answers overrides it.
     */
    default Optional<Answer> known(DomainName name, RecordType type) {
        return Optional.empty();
    }
}
