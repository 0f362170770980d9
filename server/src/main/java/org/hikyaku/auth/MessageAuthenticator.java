package org.hikyaku.auth;

import java.net.InetAddress;
import org.hikyaku.smtp.ReversePath;

/** Starts the checks of a message. Safe for many threads. */
@FunctionalInterface
public interface MessageAuthenticator {

    /**
     * Who sends.
     *
     * @param client the address of the connection
     * @param helo the argument of HELO or EHLO, as given
     * @param from the reverse path
     */
    record Peer(InetAddress client, String helo, ReversePath from) {}

    /** Starts the checks. */
    AuthRun begin(Peer peer);
}
