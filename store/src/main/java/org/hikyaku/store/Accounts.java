package org.hikyaku.store;

import java.util.List;
import java.util.Optional;
import org.hikyaku.name.MailAddress;

/**
 * Accounts, aliases, and who gets mail for an address. Local parts are looked up without regard to
 * case.
 */
public interface Accounts {

    /**
     * A person or program that has a mailbox and may send.
     *
     * @param address the login, and the address it owns
     * @param secrets what passwords are checked against
     */
    record Account(MailAddress address, Secrets secrets) {}

    /**
     * What passwords are checked against. Never the password.
     *
     * @param argon2id an encoded Argon2id hash (PHC string format)
     * @param scram SCRAM-SHA-256 verifier in RFC 5803's form, {@code
     *     SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}
     */
    record Secrets(String argon2id, String scram) {
        @Override
        public String toString() {
            return "Secrets[hidden]";
        }
    }

    /**
     * Another address for accounts.
     *
     * @param targets addresses of accounts of this store, at least one
     */
    record Alias(MailAddress address, List<MailAddress> targets) {
        /** Copies the list. */
        public Alias {
            targets = List.copyOf(targets);
        }
    }

    /** Who gets mail for an address. */
    sealed interface Route {
        /** These accounts. */
        record Deliver(List<MailAddress> accounts) implements Route {}

        /** The domain is ours, the address is not there. */
        record Unknown() implements Route {}

        /** The domain is not ours. */
        record NotLocal() implements Route {}
    }

    /**
     * Adds an account with its INBOX and Junk, durable on return; false where an account or alias
     * has the address. Its domain must be there.
     */
    boolean add(Account account);

    /** Replaces what an account's password is checked against; false where there is none. */
    boolean updateSecrets(MailAddress address, Secrets secrets);

    /**
     * Removes an account and its mailboxes; false where there is none. Aliases and catch-alls that
     * name it must be gone: {@link StoreException} otherwise.
     */
    boolean remove(MailAddress address);

    /** One account, by its own address. */
    Optional<Account> find(MailAddress address);

    /** All accounts, sorted. */
    List<Account> list();

    /**
     * Adds an alias; false where an account or alias has the address. Each target must be an
     * account.
     */
    boolean addAlias(Alias alias);

    /** Removes an alias; false where there is none. */
    boolean removeAlias(MailAddress address);

    /** All aliases, sorted. */
    List<Alias> aliases();

    /**
     * Who gets mail for {@code address}: an account or alias of that name; else, where the local
     * part has a plus sign, one named as the part before it; else the domain's catch-all. {@code
     * postmaster} and {@code abuse} (RFC 2142, RFC 5321 section 4.5.1) at a local domain always
     * have somebody: where nothing else says who, the first account of the domain, or else of the
     * store.
     */
    Route route(MailAddress address);

    /**
     * Whether {@code account} may send as {@code sender}: its own address, with or without a plus
     * part, or an alias that names it.
     */
    boolean owns(MailAddress account, MailAddress sender);
}
