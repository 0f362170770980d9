package org.hikyaku.fakes;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.store.Evidence;

/** Keeps rows. */
public final class EvidenceList implements Evidence {

    private final List<Inbound> inbound = new CopyOnWriteArrayList<>();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final List<TlsSession> sessions = new CopyOnWriteArrayList<>();

    @Override
    public void record(Inbound row) {
        inbound.add(row);
    }

    @Override
    public void record(Attempt row) {
        attempts.add(row);
    }

    @Override
    public List<Inbound> inbound(Instant from, int limit) {
        return inbound.stream().filter(r -> !r.at().isBefore(from)).limit(limit).toList();
    }

    @Override
    public List<Attempt> attempts(Instant from, int limit) {
        return attempts.stream().filter(r -> !r.at().isBefore(from)).limit(limit).toList();
    }

    @Override
    public void record(List<Attempt> attempts, String reader, String before, String place) {
        this.attempts.addAll(attempts);
    }

    @Override
    public Optional<String> place(String reader) {
        return Optional.empty();
    }

    @Override
    public void record(TlsSession session, Instant at) {
        sessions.add(session);
    }

    @Override
    public List<TlsCount> tlsSessions(LocalDate day, int limit) {
        return sessions.stream().map(s -> new TlsCount(s, 1)).limit(limit).toList();
    }
}
