package org.hikyaku.net;

import java.io.IOException;

/** Serves connections; called on a thread of its own for each. Safe for many threads. */
@FunctionalInterface
public interface ConnectionHandler {

    /**
     * Serves {@code connection} until it is over; the caller closes it.
     *
     * @throws IOException where the peer or the network fails: an ordinary end
     */
    void serve(Connection connection) throws IOException;

    /**
     * What a peer that cannot be served for now is told, as octets for the wire; empty for nothing
     * (where TLS would have to come first).
     */
    default byte[] busy() {
        return new byte[0];
    }
}
