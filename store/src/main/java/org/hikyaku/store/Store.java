package org.hikyaku.store;

/** All that is kept by one server. Closing it finishes what was begun and releases files. */
public interface Store extends AutoCloseable {

    /** The domains that this server takes mail for. */
    Domains domains();

    /** Accounts, aliases, and who gets mail for an address. */
    Accounts accounts();

    /** DKIM keys. */
    Keys keys();

    /** Message bytes. */
    Blobs blobs();

    /** Delivered messages. */
    Mailboxes mailboxes();

    /** Messages on their way out. */
    Queue queue();

    /** What was seen of each message: the raw material of reports. */
    Evidence evidence();

    /** Locks with an end, for work that only one node may do. */
    Leases leases();

    /** Wake-ups between flows. */
    Signals signals();

    @Override
    void close();
}
