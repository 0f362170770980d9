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

    private final KnownDomains known;

    SqlDomains(Writer writer, Readers readers, KnownDomains known) {
        this.writer = writer;
        this.readers = readers;
        this.known = known;
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

    private boolean change(Writer.Work<Boolean> work) {
        boolean changed = writer.write(work);
        known.changed();
        return changed;
    }

    @Override
    public boolean add(LocalDomain domain) {
        return change(
                s ->
                        s.update(
                                        "INSERT OR IGNORE INTO domains (name, catch_all) VALUES (?, ?)",
                                        domain.name().ascii(),
                                        text(domain.catchAll()))
                                > 0);
    }

    @Override
    public boolean update(LocalDomain domain) {
        return change(
                s ->
                        s.update(
                                        "UPDATE domains SET catch_all = ? WHERE name = ?",
                                        text(domain.catchAll()),
                                        domain.name().ascii())
                                > 0);
    }

    @Override
    public boolean remove(DomainName name) {
        return change(
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
        return known.find(name, () -> read(name));
    }

    private Optional<LocalDomain> read(DomainName name) {
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
