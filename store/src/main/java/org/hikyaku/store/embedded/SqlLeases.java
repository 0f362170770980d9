package org.hikyaku.store.embedded;

import java.time.Duration;
import java.time.Instant;
import org.hikyaku.store.Leases;

/** {@link Leases} in SQLite. */
final class SqlLeases implements Leases {

    private final Writer writer;

    SqlLeases(Writer writer) {
        this.writer = writer;
    }

    @Override
    public boolean acquire(String name, String owner, Instant now, Duration duration) {
        return writer.write(
                s ->
                        s.update(
                                        "INSERT INTO leases (name, owner, until) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET owner = ?2, until = ?3"
                                                + " WHERE owner = ?2 OR until <= ?4",
                                        name,
                                        owner,
                                        now.plus(duration).toEpochMilli(),
                                        now.toEpochMilli())
                                > 0);
    }

    @Override
    public void release(String name, String owner) {
        writer.write(s -> s.update("DELETE FROM leases WHERE name = ? AND owner = ?", name, owner));
    }
}
