package org.hikyaku.inbound;

import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.smtp.Envelope;

/** Decides on a message from what was found out about it. Pure: no clock, no DNS. */
@FunctionalInterface
public interface Policy {

    /**
     * What is known when the message has arrived.
     *
     * @param auth who sent it, as far as it can be proved
     * @param reverse the name of the client's address
     * @param tls whether the session was encrypted
     * @param envelope the SMTP envelope
     * @param header the header as received
     */
    record Facts(
            AuthVerdict auth,
            ReverseDns reverse,
            boolean tls,
            Envelope envelope,
            HeaderBlock header) {}

    /** The decision. */
    Decision decide(Facts facts);
}
