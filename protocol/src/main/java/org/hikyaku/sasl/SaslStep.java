package org.hikyaku.sasl;

/** What follows a client's response. */
public sealed interface SaslStep {

    /** The client must answer these octets. */
    record Challenge(byte[] octets) implements SaslStep {}

    /**
     * The client is who it says.
     *
     * @param login the name that it gave
     */
    record Success(String login) implements SaslStep {}

    /**
     * It is not, or did not keep to the mechanism.
     *
     * @param login the name that it gave; empty where it gave none
     * @param causeForLog never to be told to the client
     */
    record Failure(String login, String causeForLog) implements SaslStep {}
}
