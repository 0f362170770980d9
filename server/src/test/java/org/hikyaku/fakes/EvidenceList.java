package org.hikyaku.fakes;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.store.Evidence;

/** Keeps rows. */
public final class EvidenceList implements Evidence {

    private final List<Inbound> inbound = new CopyOnWriteArrayList<>();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

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
}
