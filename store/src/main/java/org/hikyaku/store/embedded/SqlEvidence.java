package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.hikyaku.store.Evidence;

/** {@link Evidence} in SQLite. */
final class SqlEvidence implements Evidence {

    private final Writer writer;
    private final Readers readers;

    SqlEvidence(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    static void insert(Session s, Inbound row) throws SQLException {
        s.update(
                "INSERT INTO inbound (at, client, helo, mail_from, header_from, spf, dkim, arc, dmarc, policy, disposition, override, recipients)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.at().toEpochMilli(),
                row.clientIp(),
                row.helo(),
                row.mailFrom(),
                row.headerFrom(),
                row.spf(),
                String.join("\n", row.dkim()),
                row.arc(),
                row.dmarc(),
                row.dmarcPolicy(),
                row.disposition(),
                row.override(),
                row.recipients());
    }

    @Override
    public void record(Inbound inbound) {
        writer.writeLater(
                s -> {
                    insert(s, inbound);
                    return true;
                });
    }

    @Override
    public void record(Attempt attempt) {
        writer.writeLater(
                s ->
                        s.update(
                                "INSERT INTO attempts (at, queue_id, domain, host, tls, outcome, reply) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                attempt.at().toEpochMilli(),
                                attempt.queueId(),
                                attempt.domain(),
                                attempt.host(),
                                attempt.tls(),
                                attempt.outcome(),
                                attempt.reply()));
    }

    @Override
    public List<Inbound> inbound(Instant from, int limit) {
        return readers.one(
                s ->
                        s.all(
                                "SELECT * FROM inbound WHERE at >= ? ORDER BY at, id LIMIT ?",
                                SqlEvidence::inbound,
                                from.toEpochMilli(),
                                limit));
    }

    private static Inbound inbound(ResultSet r) throws SQLException {
        String dkim = r.getString("dkim");
        return new Inbound(
                Instant.ofEpochMilli(r.getLong("at")),
                r.getString("client"),
                r.getString("helo"),
                r.getString("mail_from"),
                r.getString("header_from"),
                r.getString("spf"),
                dkim.isEmpty() ? List.of() : List.of(dkim.split("\n")),
                r.getString("arc"),
                r.getString("dmarc"),
                r.getString("policy"),
                r.getString("disposition"),
                r.getString("override"),
                r.getInt("recipients"));
    }

    @Override
    public List<Attempt> attempts(Instant from, int limit) {
        return readers.one(
                s ->
                        s.all(
                                "SELECT at, queue_id, domain, host, tls, outcome, reply FROM attempts WHERE at >= ? ORDER BY at, id LIMIT ?",
                                r ->
                                        new Attempt(
                                                Instant.ofEpochMilli(r.getLong(1)),
                                                r.getString(2),
                                                r.getString(3),
                                                r.getString(4),
                                                r.getString(5),
                                                r.getString(6),
                                                r.getString(7)),
                                from.toEpochMilli(),
                                limit));
    }
}
