package org.hikyaku.peers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.store.Evidence;

/** Keeps the rows of messages that came in; a milter writes no others. */
final class SeenRows implements Evidence {

    private final List<Inbound> inbound = new CopyOnWriteArrayList<>();

    @Override
    public void record(Inbound row) {
        inbound.add(row);
    }

    @Override
    public void record(Attempt row) {
        throw new AssertionError("a milter attempts nothing");
    }

    @Override
    public List<Inbound> inbound(Instant from, int limit) {
        return inbound.stream().filter(r -> !r.at().isBefore(from)).limit(limit).toList();
    }

    @Override
    public List<Attempt> attempts(Instant from, int limit) {
        return List.of();
    }

    @Override
    public void record(List<Attempt> attempts, String reader, String before, String place) {
        throw new AssertionError("a milter attempts nothing");
    }

    @Override
    public Optional<String> place(String reader) {
        return Optional.empty();
    }

    @Override
    public void record(TlsSession session, Instant at) {
        throw new AssertionError("a milter makes no TLS sessions");
    }

    @Override
    public List<TlsCount> tlsSessions(LocalDate day, int limit) {
        return List.of();
    }
}
