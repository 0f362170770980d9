package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.StoreException;

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
        writer.writeLater(s -> insert(s, attempt));
    }

    private static int insert(Session s, Attempt attempt) throws SQLException {
        Duration delay = attempt.delay();
        return s.update(
                "INSERT INTO attempts (at, queue_id, domain, host, tls, outcome, reply, address, delay)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                attempt.at().toEpochMilli(),
                attempt.queueId(),
                attempt.domain(),
                attempt.host(),
                attempt.tls(),
                attempt.outcome(),
                attempt.reply(),
                attempt.address(),
                delay == null ? -1 : delay.toMillis());
    }

    @Override
    public void record(List<Attempt> attempts, String reader, String before, String place) {
        List<Attempt> all = List.copyOf(attempts);
        writer.write(
                s -> {
                    for (Attempt attempt : all) {
                        insert(s, attempt);
                    }
                    int moved =
                            s.update(
                                    "INSERT INTO places (reader, place) VALUES (?1, ?2)"
                                            + " ON CONFLICT (reader) DO UPDATE SET place = ?2 WHERE place = ?3",
                                    reader,
                                    place,
                                    before);
                    if (moved == 0) {
                        throw new StoreException(
                                "another program reads the "
                                        + reader
                                        + " as well: end one of them");
                    }
                    return moved;
                });
    }

    @Override
    public Optional<String> place(String reader) {
        return readers
                .read(
                        s ->
                                s.all(
                                        "SELECT place FROM places WHERE reader = ?",
                                        r -> r.getString(1),
                                        reader))
                .stream()
                .findFirst();
    }

    @Override
    public void record(TlsSession session, Instant at) {
        long day = at.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
        writer.writeLater(
                s ->
                        s.update(
                                "INSERT INTO tls_sessions (day, domain, policy_type, policy, patterns, mx, address, result, detail, sessions)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
                                        + " ON CONFLICT DO UPDATE SET sessions = sessions + 1",
                                day,
                                session.domain(),
                                session.policyType(),
                                String.join("\n", session.policy()),
                                String.join("\n", session.patterns()),
                                session.mx(),
                                session.address(),
                                session.result(),
                                session.detail()));
    }

    @Override
    public List<TlsCount> tlsSessions(LocalDate day, int limit) {
        return readers.read(
                s ->
                        s.all(
                                "SELECT * FROM tls_sessions WHERE day = ? ORDER BY domain, policy_type, policy, patterns, mx, address, result, detail LIMIT ?",
                                SqlEvidence::tlsCount,
                                day.toEpochDay(),
                                limit));
    }

    private static TlsCount tlsCount(ResultSet r) throws SQLException {
        TlsSession session =
                new TlsSession(
                        r.getString("domain"),
                        r.getString("policy_type"),
                        lines(r.getString("policy")),
                        lines(r.getString("patterns")),
                        r.getString("mx"),
                        r.getString("address"),
                        r.getString("result"),
                        r.getString("detail"));
        return new TlsCount(session, r.getLong("sessions"));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
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
        return new Inbound(
                Instant.ofEpochMilli(r.getLong("at")),
                r.getString("client"),
                r.getString("helo"),
                r.getString("mail_from"),
                r.getString("header_from"),
                r.getString("spf"),
                lines(r.getString("dkim")),
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
                                "SELECT * FROM attempts WHERE at >= ? ORDER BY at, id LIMIT ?",
                                SqlEvidence::attempt,
                                from.toEpochMilli(),
                                limit));
    }

    private static Attempt attempt(ResultSet r) throws SQLException {
        long delay = r.getLong("delay");
        return new Attempt(
                Instant.ofEpochMilli(r.getLong("at")),
                r.getString("queue_id"),
                r.getString("domain"),
                r.getString("host"),
                r.getString("tls"),
                r.getString("outcome"),
                r.getString("reply"),
                r.getString("address"),
                delay < 0 ? null : Duration.ofMillis(delay));
    }
}
