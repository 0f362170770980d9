package org.hikyaku.sasl;

/** One login. Belongs to one thread. */
public interface SaslServer {

    /**
     * A response longer than this is no login: SCRAM's with channel binding has some 300 octets.
     */
    int MAX_RESPONSE_OCTETS = 4096;

    /** What follows {@code response}, which is empty at the start where the client sent none. */
    SaslStep step(byte[] response);
}
