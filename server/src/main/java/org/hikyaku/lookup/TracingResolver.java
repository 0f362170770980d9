package org.hikyaku.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Tells what was asked and answered, in the order of the answers. Safe for many threads. */
public final class TracingResolver implements Resolver {

    /** One question and its answer. */
    public record Entry(DomainName name, RecordType type, Answer answer) {}

    /** Later ones are answered and not recorded: nobody reads so many. */
    private static final int MAX_ENTRIES = 10_000;

    private final Resolver inner;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Entry> entries = new ArrayList<>(); // guarded by lock

    /** Records what passes to {@code inner}. */
    public TracingResolver(Resolver inner) {
        this.inner = inner;
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        Answer answer = inner.query(name, type);
        lock.lock();
        try {
            if (entries.size() < MAX_ENTRIES) {
                entries.add(new Entry(name, type, answer));
            }
        } finally {
            lock.unlock();
        }
        return answer;
    }

    /** All so far. */
    public List<Entry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }
}
