package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** {@link Mailboxes} in SQLite. */
final class SqlMailboxes implements Mailboxes {

    private static final String COLUMNS =
            "SELECT id, account, mailbox, segment, offset, size, crc, sender, received FROM messages ";

    private final Writer writer;
    private final Readers readers;

    SqlMailboxes(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    static BlobRef blob(ResultSet row, int first) throws SQLException {
        return new BlobRef(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getInt(first + 3));
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong(1),
                MailAddress.of(row.getString(2)),
                row.getString(3),
                blob(row, 4),
                ReversePath.of(row.getString(8)),
                Instant.ofEpochMilli(row.getLong(9)));
    }

    @Override
    public List<Long> deliver(Delivery delivery) {
        return writer.write(s -> insert(s, delivery));
    }

    /** Files a message as part of a transaction; the new ids. */
    static List<Long> insert(Session s, Delivery delivery) throws SQLException {
        BlobRef blob = delivery.blob();
        List<Long> ids = new ArrayList<>(delivery.deliveries().size());
        for (Target target : delivery.deliveries()) {
            String account = target.account().folded().toString();
            if (!s.exists("SELECT 1 FROM accounts WHERE address = ?", account)) {
                throw new StoreException("the account " + account + " is gone");
            }
            ids.add(
                    s.insert(
                            "INSERT INTO messages (account, mailbox, segment, offset, size, crc, sender, received) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                            account,
                            target.mailbox(),
                            blob.segment(),
                            blob.offset(),
                            blob.sizeBytes(),
                            blob.crc32c(),
                            delivery.from().text(),
                            delivery.received().toEpochMilli()));
        }
        if (delivery.evidence() != null) {
            SqlEvidence.insert(s, delivery.evidence());
        }
        return ids;
    }

    @Override
    public List<Stored> list(
            MailAddress account, @Nullable String mailbox, long afterId, int limit) {
        return readers.one(
                s ->
                        s.all(
                                COLUMNS
                                        + "WHERE account = ?1 AND id > ?2 AND (?3 IS NULL OR mailbox = ?3) ORDER BY id LIMIT ?4",
                                SqlMailboxes::stored,
                                account.folded().toString(),
                                afterId,
                                mailbox,
                                limit));
    }

    @Override
    public Optional<Stored> find(long id) {
        return readers.one(s -> s.first(COLUMNS + "WHERE id = ?", SqlMailboxes::stored, id));
    }
}
