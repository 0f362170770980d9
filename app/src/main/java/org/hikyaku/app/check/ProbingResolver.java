package org.hikyaku.app.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The network, if there is one: where nobody answers the first question for the root's name
 * servers, all questions fail at once instead of one timeout after the other.
 */
final class ProbingResolver implements Resolver {

    /** Enough for a server on the other side of the world, twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<DnsResolver.Server> servers;
    private final Resolver otherwise;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Resolver chosen; // guarded by lock

    ProbingResolver(List<DnsResolver.Server> servers, Resolver otherwise) {
        this.servers = servers;
        this.otherwise = otherwise;
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        return chosen().query(name, type);
    }

    private Resolver chosen() {
        lock.lock();
        try {
            Resolver known = chosen;
            if (known == null) {
                known = probe();
                chosen = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Resolver probe() {
        Answer answer = new DnsResolver(servers, PATIENCE).query(DomainName.ROOT, RecordType.NS);
        return answer instanceof Answer.Failed(var failure, var detail)
                        && failure == Answer.Failure.TIMEOUT
                ? (name, type) -> silent(otherwise.query(name, type), detail)
                : new DnsResolver(servers, DnsResolver.DEFAULT_TIMEOUT);
    }

    /** Why nothing is known: the servers are there and do not answer. */
    private static Answer silent(Answer answer, String detail) {
        return answer instanceof Answer.Failed
                ? new Answer.Failed(Answer.Failure.TIMEOUT, detail)
                : answer;
    }
}
