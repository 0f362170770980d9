package org.hikyaku.auth;

import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * The resolver of whichever message the calling thread is about. So the verifiers, which keep
 * parsed keys, serve all messages, and each message has a budget of its own.
 */
final class CurrentResolver implements Resolver {

    private final ScopedValue<Resolver> current = ScopedValue.newInstance();

    /** Runs {@code part} for the message whose resolver is {@code resolver}. */
    void with(Resolver resolver, Runnable part) {
        ScopedValue.where(current, resolver).run(part);
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        return current.get().query(name, type);
    }
}
