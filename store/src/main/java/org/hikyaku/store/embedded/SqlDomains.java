package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Domains;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** {@link Domains} in SQLite. */
final class SqlDomains implements Domains {

    private final Writer writer;
    private final Readers readers;

    SqlDomains(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    private static @Nullable String text(@Nullable MailAddress address) {
        return address == null ? null : address.folded().toString();
    }

    private static LocalDomain domain(ResultSet row) throws SQLException {
        String catchAll = row.getString(2);
        return new LocalDomain(
                DomainName.of(row.getString(1)),
                catchAll == null ? null : MailAddress.of(catchAll));
    }

    @Override
    public boolean add(LocalDomain domain) {
        return writer.write(
                s ->
                        s.update(
                                        "INSERT OR IGNORE INTO domains (name, catch_all) VALUES (?, ?)",
                                        domain.name().ascii(),
                                        text(domain.catchAll()))
                                > 0);
    }

    @Override
    public boolean update(LocalDomain domain) {
        return writer.write(
                s ->
                        s.update(
                                        "UPDATE domains SET catch_all = ? WHERE name = ?",
                                        text(domain.catchAll()),
                                        domain.name().ascii())
                                > 0);
    }

    @Override
    public boolean remove(DomainName name) {
        return writer.write(
                s -> {
                    if (s.exists("SELECT 1 FROM accounts WHERE domain = ?", name.ascii())
                            || s.exists("SELECT 1 FROM aliases WHERE domain = ?", name.ascii())) {
                        throw new StoreException(
                                name + " still has accounts or aliases: remove them first");
                    }
                    return s.update("DELETE FROM domains WHERE name = ?", name.ascii()) > 0;
                });
    }

    @Override
    public Optional<LocalDomain> find(DomainName name) {
        return readers.one(
                s ->
                        s.first(
                                "SELECT name, catch_all FROM domains WHERE name = ?",
                                SqlDomains::domain,
                                name.ascii()));
    }

    @Override
    public List<LocalDomain> list() {
        return readers.one(
                s ->
                        s.all(
                                "SELECT name, catch_all FROM domains ORDER BY name",
                                SqlDomains::domain));
    }
}
