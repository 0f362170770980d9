package org.hikyaku.submission;

import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Store;

/** Whose name somebody may write in. */
@FunctionalInterface
public interface Senders {

    /** Which addresses a login that Dovecot vouches for may use, beside those of our accounts. */
    enum Width {
        /** Its own address, with or without a plus part. */
        OWN,
        /** Every address of its domain, where that is one of this server's. */
        DOMAIN,
        /** Every address of this server's domains. */
        ALL
    }

    /**
     * Whether {@code login} may send as {@code sender}.
     *
     * @throws org.hikyaku.store.StoreException where the accounts cannot be looked up
     */
    boolean may(MailAddress login, MailAddress sender);

    /** By the accounts and aliases of this server. */
    static Senders of(Store store) {
        return (login, sender) -> store.accounts().owns(login, sender);
    }

    /** For logins that Dovecot vouches for. */
    static Senders of(Store store, Width width) {
        return (login, sender) ->
                store.accounts().owns(login, sender) || isWithin(store, width, login, sender);
    }

    private static boolean isWithin(
            Store store, Width width, MailAddress login, MailAddress sender) {
        return switch (width) {
            case OWN -> isOwn(login, sender);
            case DOMAIN ->
                    isOwn(login, sender)
                            || (login.domain().equals(sender.domain())
                                    && store.domains().find(sender.domain()).isPresent());
            case ALL -> isOwn(login, sender) || store.domains().find(sender.domain()).isPresent();
        };
    }

    private static boolean isOwn(MailAddress login, MailAddress sender) {
        String name = sender.folded().localPart();
        int plus = name.indexOf('+');
        String base = plus > 0 ? name.substring(0, plus) : name;
        String own = login.folded().localPart();
        return login.domain().equals(sender.domain()) && (own.equals(name) || own.equals(base));
    }
}
