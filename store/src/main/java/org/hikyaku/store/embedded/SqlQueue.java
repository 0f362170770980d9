package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;

/**
 * {@link Queue} in SQLite. A row of {@code jobs} is what can be leased; while it is, its due time
 * is the lease's end.
 */
final class SqlQueue implements Queue {

    private static final String MESSAGE =
            "SELECT id, segment, offset, size, crc, sender, body, smtp_utf8, headers_only, envelope_id, queued, require_tls FROM queue ";
    private static final int MESSAGE_COLUMNS = 12;
    private static final String DUE =
            "SELECT id, segment, offset, size, crc, sender, body, smtp_utf8, headers_only, envelope_id, queued, require_tls,"
                    + " number, address, notices, original, state, attempts, next_at, delay_reported, last_reply"
                    + " FROM recipients JOIN queue ON id = message"
                    + " WHERE message = ? AND domain = ? AND state = ? AND next_at <= ? ORDER BY number";
    private static final String ENTRY =
            "SELECT number, address, notices, original, state, attempts, next_at, delay_reported, last_reply FROM recipients WHERE message = ? ";
    private static final int WAITING = State.WAITING.ordinal();
    private static final int HELD = State.HELD.ordinal();

    /** A reply is kept this long, in characters. */
    private static final int MAX_REPLY = 1000;

    private record Job(long message, DomainName domain) {}

    private final Writer writer;
    private final Readers readers;

    SqlQueue(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public QueueId add(NewMessage message) {
        return writer.write(s -> insert(s, message));
    }

    private static QueueId insert(Session s, NewMessage message) throws SQLException {
        Envelope envelope = message.envelope();
        BlobRef blob = message.blob();
        long now = message.queued().toEpochMilli();
        long id =
                s.insert(
                        "INSERT INTO queue (segment, offset, size, crc, sender, body, smtp_utf8, headers_only, envelope_id, queued, require_tls) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        blob.segment(),
                        blob.offset(),
                        blob.sizeBytes(),
                        blob.crc32c(),
                        envelope.from().text(),
                        envelope.options().body().ordinal(),
                        envelope.options().smtpUtf8() ? 1 : 0,
                        envelope.options().returnHeadersOnly() ? 1 : 0,
                        envelope.options().envelopeId(),
                        now,
                        envelope.options().requireTls() ? 1 : 0);
        Set<DomainName> domains = new LinkedHashSet<>();
        int number = 0;
        for (Recipient recipient : envelope.recipients()) {
            domains.add(recipient.address().domain());
            s.update(
                    "INSERT INTO recipients (message, number, address, domain, notices, original, state, attempts, next_at, delay_reported, last_reply)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, '')",
                    id,
                    number++,
                    recipient.address().toString(),
                    recipient.address().domain().ascii(),
                    recipient.notices().stream()
                            .map(Enum::name)
                            .sorted()
                            .collect(Collectors.joining(",")),
                    recipient.originalRecipient(),
                    WAITING,
                    now);
        }
        for (DomainName domain : domains) {
            s.update(
                    "INSERT INTO jobs (message, domain, due_at, owner) VALUES (?, ?, ?, NULL)",
                    id,
                    domain.ascii(),
                    now);
        }
        return new QueueId(id);
    }

    @Override
    public List<Lease> lease(
            String owner, int max, Set<DomainName> busy, Instant now, Duration duration) {
        Instant until = Instant.ofEpochMilli(now.plus(duration).toEpochMilli());
        return writer.write(
                s -> {
                    List<Lease> leases = new ArrayList<>();
                    for (Job job : due(s, max, busy, now)) {
                        Optional<Message> message = dueMessage(s, job, now);
                        if (message.isEmpty()) {
                            // A lease has ended unsettled, and its recipients are held by now.
                            reschedule(s, job.message(), job.domain());
                            continue;
                        }
                        s.update(
                                "UPDATE jobs SET due_at = ?, owner = ? WHERE message = ? AND domain = ?",
                                until.toEpochMilli(),
                                owner,
                                job.message(),
                                job.domain().ascii());
                        leases.add(new Lease(job.domain(), message.get(), owner, until));
                    }
                    return leases;
                });
    }

    /** The longest due first. */
    private static List<Job> due(Session s, int max, Set<DomainName> busy, Instant now)
            throws SQLException {
        // A domain of mail is a host name: nothing in it needs escaping.
        String busyJson =
                busy.stream()
                        .map(d -> '"' + d.ascii() + '"')
                        .sorted()
                        .collect(Collectors.joining(",", "[", "]"));
        return s.all(
                "SELECT message, domain FROM jobs WHERE due_at <= ?"
                        + " AND domain NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at LIMIT ?",
                r -> new Job(r.getLong(1), DomainName.of(r.getString(2))),
                now.toEpochMilli(),
                busyJson,
                max);
    }

    /** The message with those of its recipients at the job's domain that are due; empty: none. */
    private static Optional<Message> dueMessage(Session s, Job job, Instant now)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        List<Message> messages = new ArrayList<>(1);
        s.all(
                DUE,
                r -> {
                    if (entries.isEmpty()) {
                        messages.add(message(r, List.of()));
                    }
                    return entries.add(entry(r, MESSAGE_COLUMNS));
                },
                job.message(),
                job.domain().ascii(),
                WAITING,
                now.toEpochMilli());
        return messages.stream().findFirst().map(m -> m.with(entries));
    }

    private static Message message(ResultSet r, List<Entry> entries) throws SQLException {
        Envelope.Options options =
                new Envelope.Options(
                        BodyType.values()[r.getInt(7)],
                        r.getInt(8) != 0,
                        r.getInt(9) != 0,
                        r.getString(10),
                        r.getInt(12) != 0);
        return new Message(
                new QueueId(r.getLong(1)),
                SqlMailboxes.blob(r, 2),
                ReversePath.of(r.getString(6)),
                options,
                Instant.ofEpochMilli(r.getLong(11)),
                entries);
    }

    private static Entry entry(ResultSet r) throws SQLException {
        return entry(r, 0);
    }

    /** An entry whose columns come after {@code skip} others. */
    private static Entry entry(ResultSet r, int skip) throws SQLException {
        String notices = r.getString(skip + 3);
        Set<Recipient.Notify> set =
                notices.isEmpty()
                        ? Set.of()
                        : Arrays.stream(notices.split(","))
                                .map(Recipient.Notify::valueOf)
                                .collect(Collectors.toSet());
        return new Entry(
                r.getInt(skip + 1),
                new Recipient(MailAddress.of(r.getString(skip + 2)), set, r.getString(skip + 4)),
                State.values()[r.getInt(skip + 5)],
                r.getInt(skip + 6),
                Instant.ofEpochMilli(r.getLong(skip + 7)),
                r.getInt(skip + 8) != 0,
                r.getString(skip + 9));
    }

    @Override
    public boolean settle(Lease lease, List<Settlement> settlements, List<NewMessage> reports) {
        long id = lease.message().id().value();
        return writer.write(
                s -> {
                    int mine =
                            s.update(
                                    "DELETE FROM jobs WHERE message = ? AND domain = ? AND owner = ? AND due_at = ?",
                                    id,
                                    lease.domain().ascii(),
                                    lease.owner(),
                                    lease.until().toEpochMilli());
                    if (mine == 0) {
                        return false;
                    }
                    for (NewMessage report : reports) {
                        insert(s, report);
                    }
                    if (isLast(s, id, settlements)) {
                        finish(s, id, settlements);
                        return true;
                    }
                    for (Settlement settlement : settlements) {
                        apply(s, id, settlement);
                    }
                    reschedule(s, id, lease.domain());
                    return true;
                });
    }

    /** Whether nothing of the message is left when these are settled; nearly always so. */
    private static boolean isLast(Session s, long id, List<Settlement> settlements)
            throws SQLException {
        if (settlements.stream().anyMatch(Settlement.Retry.class::isInstance)) {
            return false;
        }
        int open =
                s.first(
                                "SELECT count(*) FROM recipients WHERE message = ? AND state IN (?, ?)",
                                r -> r.getInt(1),
                                id,
                                WAITING,
                                HELD)
                        .orElse(0);
        return open == settlements.stream().map(Settlement::number).distinct().count();
    }

    private static void finish(Session s, long id, List<Settlement> settlements)
            throws SQLException {
        for (Settlement settlement : settlements) {
            if (settlement instanceof Settlement.Filed filed) {
                SqlMailboxes.insert(s, filed.delivery());
            }
        }
        remove(s, id);
    }

    /** With its recipients and jobs: they go with it. */
    private static void remove(Session s, long id) throws SQLException {
        s.update("DELETE FROM queue WHERE id = ?", id);
    }

    private static void apply(Session s, long id, Settlement settlement) throws SQLException {
        String set = "UPDATE recipients SET attempts = attempts + 1, last_reply = ?, ";
        String where = " WHERE message = ? AND number = ?";
        switch (settlement) {
            case Settlement.Delivered(int number, String reply) ->
                    s.update(
                            set + "state = ?" + where,
                            cut(reply),
                            State.DELIVERED.ordinal(),
                            id,
                            number);
            case Settlement.Filed(int number, String reply, Mailboxes.Delivery delivery) -> {
                SqlMailboxes.insert(s, delivery);
                s.update(
                        set + "state = ?" + where,
                        cut(reply),
                        State.DELIVERED.ordinal(),
                        id,
                        number);
            }
            case Settlement.Bounced(int number, String reply) ->
                    s.update(
                            set + "state = ?" + where,
                            cut(reply),
                            State.BOUNCED.ordinal(),
                            id,
                            number);
            case Settlement.Retry(int number, Instant at, String reply, boolean told) ->
                    s.update(
                            set + "next_at = ?, delay_reported = ?" + where,
                            cut(reply),
                            at.toEpochMilli(),
                            told ? 1 : 0,
                            id,
                            number);
        }
    }

    private static String cut(String reply) {
        return reply.length() <= MAX_REPLY ? reply : reply.substring(0, MAX_REPLY);
    }

    /**
     * Makes the job of one domain fit its recipients; removes the message where nothing of it is
     * left.
     */
    private static void reschedule(Session s, long id, DomainName domain) throws SQLException {
        s.update("DELETE FROM jobs WHERE message = ? AND domain = ?", id, domain.ascii());
        s.update(
                "INSERT INTO jobs (message, domain, due_at, owner) SELECT message, domain, min(next_at), NULL FROM recipients"
                        + " WHERE message = ? AND domain = ? AND state = ? GROUP BY message, domain",
                id,
                domain.ascii(),
                WAITING);
        if (!s.exists(
                "SELECT 1 FROM recipients WHERE message = ? AND state IN (?, ?)",
                id,
                WAITING,
                HELD)) {
            remove(s, id);
        }
    }

    @Override
    public void release(Lease lease, Instant at) {
        writer.write(
                s ->
                        s.update(
                                "UPDATE jobs SET owner = NULL, due_at = ? WHERE message = ? AND domain = ? AND owner = ? AND due_at = ?",
                                at.toEpochMilli(),
                                lease.message().id().value(),
                                lease.domain().ascii(),
                                lease.owner(),
                                lease.until().toEpochMilli()));
    }

    @Override
    public int releaseAll(String owner) {
        return writer.write(
                s -> {
                    List<Job> jobs =
                            s.all(
                                    "SELECT message, domain FROM jobs WHERE owner = ?",
                                    r -> new Job(r.getLong(1), DomainName.of(r.getString(2))),
                                    owner);
                    for (Job job : jobs) {
                        reschedule(s, job.message(), job.domain());
                    }
                    return jobs.size();
                });
    }

    @Override
    public Optional<Instant> nextDue() {
        return readers.one(
                s ->
                        s.first(
                                "SELECT due_at FROM jobs ORDER BY due_at LIMIT 1",
                                r -> Instant.ofEpochMilli(r.getLong(1))));
    }

    @Override
    public List<Message> list(long after, int limit) {
        return readers.read(
                s -> {
                    List<Message> found =
                            s.all(
                                    MESSAGE + "WHERE id > ? ORDER BY id LIMIT ?",
                                    r -> message(r, List.of()),
                                    after,
                                    limit);
                    List<Message> whole = new ArrayList<>(found.size());
                    for (Message m : found) {
                        whole.add(withEntries(s, m));
                    }
                    return whole;
                });
    }

    private static Message withEntries(Session s, Message m) throws SQLException {
        List<Entry> entries = s.all(ENTRY + "ORDER BY number", SqlQueue::entry, m.id().value());
        return m.with(entries);
    }

    @Override
    public Optional<Message> find(QueueId id) {
        return readers.read(
                s -> {
                    Optional<Message> found =
                            s.first(
                                    MESSAGE + "WHERE id = ?",
                                    r -> message(r, List.of()),
                                    id.value());
                    return found.isEmpty() ? found : Optional.of(withEntries(s, found.get()));
                });
    }

    @Override
    public long size() {
        return readers.one(
                        s ->
                                s.first(
                                        "SELECT count(*) FROM recipients WHERE state IN (?, ?)",
                                        r -> r.getLong(1),
                                        WAITING,
                                        HELD))
                .orElse(0L);
    }

    @Override
    public int retry(QueueId id, Instant now) {
        return writer.write(
                s -> {
                    int n =
                            s.update(
                                    "UPDATE recipients SET state = ?, next_at = ? WHERE message = ? AND state IN (?, ?)",
                                    WAITING,
                                    now.toEpochMilli(),
                                    id.value(),
                                    WAITING,
                                    HELD);
                    s.update(
                            "INSERT INTO jobs (message, domain, due_at, owner) SELECT DISTINCT message, domain, next_at, NULL FROM recipients WHERE message = ? AND state = ?"
                                    + " ON CONFLICT (message, domain) DO UPDATE SET due_at = excluded.due_at WHERE owner IS NULL",
                            id.value(),
                            WAITING);
                    return n;
                });
    }

    @Override
    public int hold(QueueId id) {
        return writer.write(
                s -> {
                    int n =
                            s.update(
                                    "UPDATE recipients SET state = ? WHERE message = ? AND state = ?",
                                    HELD,
                                    id.value(),
                                    WAITING);
                    s.update("DELETE FROM jobs WHERE message = ? AND owner IS NULL", id.value());
                    return n;
                });
    }

    @Override
    public int drop(QueueId id) {
        return writer.write(
                s -> {
                    Optional<Integer> left =
                            s.first(
                                    "SELECT count(*) FROM recipients WHERE message = ? AND state IN (?, ?)",
                                    r -> r.getInt(1),
                                    id.value(),
                                    WAITING,
                                    HELD);
                    remove(s, id.value());
                    return left.orElse(0);
                });
    }
}
