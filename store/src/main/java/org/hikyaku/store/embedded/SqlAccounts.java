package org.hikyaku.store.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.Domains;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** {@link Accounts} in SQLite. */
final class SqlAccounts implements Accounts {

    private static final String COLUMNS = "SELECT address, argon2id, scram FROM accounts ";

    /** By domain, then by local part: {@code a@} comes before {@code a+b@}. */
    private static final String BY_ADDRESS =
            "domain, substr(address, 1, length(address) - length(domain) - 1)";

    private final Writer writer;
    private final Readers readers;
    private final Domains domains;

    SqlAccounts(Writer writer, Readers readers, Domains domains) {
        this.writer = writer;
        this.readers = readers;
        this.domains = domains;
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                MailAddress.of(row.getString(1)), new Secrets(row.getString(2), row.getString(3)));
    }

    private static String text(MailAddress address) {
        return address.folded().toString();
    }

    private static boolean taken(Session s, MailAddress address) throws SQLException {
        return s.exists(
                "SELECT 1 FROM accounts WHERE address = ?1 UNION ALL SELECT 1 FROM aliases WHERE address = ?1",
                text(address));
    }

    private static void requireDomain(Session s, MailAddress address) throws SQLException {
        if (!s.exists("SELECT 1 FROM domains WHERE name = ?", address.domain().ascii())) {
            throw new StoreException(
                    address.domain()
                            + " is not a domain of this server: add it first (hikyaku domain add "
                            + address.domain()
                            + ")");
        }
    }

    @Override
    public boolean add(Account account) {
        MailAddress address = account.address();
        return writer.write(
                s -> {
                    requireDomain(s, address);
                    if (taken(s, address)) {
                        return false;
                    }
                    s.update(
                            "INSERT INTO accounts (address, domain, argon2id, scram) VALUES (?, ?, ?, ?)",
                            text(address),
                            address.domain().ascii(),
                            account.secrets().argon2id(),
                            account.secrets().scram());
                    return true;
                });
    }

    @Override
    public boolean updateSecrets(MailAddress address, Secrets secrets) {
        return writer.write(
                s ->
                        s.update(
                                        "UPDATE accounts SET argon2id = ?, scram = ? WHERE address = ?",
                                        secrets.argon2id(),
                                        secrets.scram(),
                                        text(address))
                                > 0);
    }

    @Override
    public boolean remove(MailAddress address) {
        return writer.write(
                s -> {
                    if (s.exists("SELECT 1 FROM aliases WHERE target = ?", text(address))) {
                        throw new StoreException(
                                "aliases still lead to " + address + ": remove them first");
                    }
                    requireNoCatchAll(s, address);
                    s.update("DELETE FROM messages WHERE account = ?", text(address));
                    return s.update("DELETE FROM accounts WHERE address = ?", text(address)) > 0;
                });
    }

    private static void requireNoCatchAll(Session s, MailAddress address) throws SQLException {
        Optional<String> domain =
                s.first(
                        "SELECT name FROM domains WHERE catch_all = ?",
                        r -> r.getString(1),
                        text(address));
        if (domain.isPresent()) {
            throw new StoreException(
                    address
                            + " is the catch-all of "
                            + domain.get()
                            + ": name another first (hikyaku domain add "
                            + domain.get()
                            + " --catch-all ADDRESS)");
        }
    }

    @Override
    public Optional<Account> find(MailAddress address) {
        return readers.one(
                s -> s.first(COLUMNS + "WHERE address = ?", SqlAccounts::account, text(address)));
    }

    @Override
    public List<Account> list() {
        return readers.one(s -> s.all(COLUMNS + "ORDER BY " + BY_ADDRESS, SqlAccounts::account));
    }

    @Override
    public boolean addAlias(Alias alias) {
        return writer.write(
                s -> {
                    requireDomain(s, alias.address());
                    if (alias.targets().isEmpty()) {
                        throw new StoreException("an alias needs a target");
                    }
                    if (taken(s, alias.address())) {
                        return false;
                    }
                    for (MailAddress target : alias.targets()) {
                        if (!s.exists("SELECT 1 FROM accounts WHERE address = ?", text(target))) {
                            throw new StoreException(
                                    target
                                            + " is not an account of this server; mail is not forwarded elsewhere, because SPF would fail there");
                        }
                        s.update(
                                "INSERT OR IGNORE INTO aliases (address, target, domain) VALUES (?, ?, ?)",
                                text(alias.address()),
                                text(target),
                                alias.address().domain().ascii());
                    }
                    return true;
                });
    }

    @Override
    public boolean removeAlias(MailAddress address) {
        return writer.write(
                s -> s.update("DELETE FROM aliases WHERE address = ?", text(address)) > 0);
    }

    @Override
    public List<Alias> aliases() {
        Map<String, List<MailAddress>> found = new LinkedHashMap<>();
        readers.one(
                s ->
                        s.all(
                                "SELECT address, target FROM aliases ORDER BY "
                                        + BY_ADDRESS
                                        + ", target",
                                row ->
                                        found.computeIfAbsent(
                                                        row.getString(1), _ -> new ArrayList<>())
                                                .add(MailAddress.of(row.getString(2)))));
        return found.entrySet().stream()
                .map(e -> new Alias(MailAddress.of(e.getKey()), e.getValue()))
                .toList();
    }

    @Override
    public Route route(MailAddress address) {
        return domains.find(address.domain()).isEmpty()
                ? new Route.NotLocal()
                : readers.read(s -> route(s, address.folded()));
    }

    private static Route route(Session s, MailAddress address) throws SQLException {
        if (!s.exists("SELECT 1 FROM domains WHERE name = ?", address.domain().ascii())) {
            return new Route.NotLocal();
        }
        List<MailAddress> accounts = named(s, address);
        MailAddress base = withoutPlus(address);
        if (accounts.isEmpty() && base != null) {
            accounts = named(s, base);
        }
        if (accounts.isEmpty()) {
            accounts =
                    s.all(
                            "SELECT address FROM domains JOIN accounts ON address = catch_all WHERE name = ?",
                            r -> MailAddress.of(r.getString(1)),
                            address.domain().ascii());
        }
        if (accounts.isEmpty() && isAlwaysThere(address)) {
            // RFC 5321 section 4.5.1 and RFC 2142: these must reach somebody.
            accounts =
                    s.all(
                            "SELECT address FROM accounts ORDER BY domain <> ?, "
                                    + BY_ADDRESS
                                    + " LIMIT 1",
                            r -> MailAddress.of(r.getString(1)),
                            address.domain().ascii());
        }
        return accounts.isEmpty() ? new Route.Unknown() : new Route.Deliver(accounts);
    }

    private static List<MailAddress> named(Session s, MailAddress address) throws SQLException {
        return s.all(
                "SELECT address FROM accounts WHERE address = ?1 UNION SELECT target FROM aliases WHERE address = ?1",
                r -> MailAddress.of(r.getString(1)),
                text(address));
    }

    private static boolean isAlwaysThere(MailAddress address) {
        return address.localPart().equals("postmaster") || address.localPart().equals("abuse");
    }

    private static @Nullable MailAddress withoutPlus(MailAddress address) {
        int plus = address.localPart().indexOf('+');
        return plus <= 0
                ? null
                : new MailAddress(address.localPart().substring(0, plus), address.domain());
    }

    @Override
    public boolean owns(MailAddress account, MailAddress sender) {
        MailAddress exact = sender.folded();
        MailAddress base = withoutPlus(exact);
        List<MailAddress> owners =
                readers.read(
                        s -> {
                            List<MailAddress> named = named(s, exact);
                            // As mail is routed: a name of its own goes before its plus part.
                            return named.isEmpty() && base != null ? named(s, base) : named;
                        });
        return owners.contains(account.folded());
    }
}
