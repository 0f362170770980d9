package org.hikyaku.inbound;

import org.hikyaku.name.DomainName;

/**
 * How port 25 takes mail.
 *
 * @param hostname our name: in Received, and as the authserv-id of our Authentication-Results
 * @param maxReceived fields of that name in a message before it is taken for one that goes round
 */
public record InboundSettings(DomainName hostname, int maxReceived) {

    /** RFC 5321 section 6.3: normally at least 100. */
    public static final int DEFAULT_RECEIVED = 100;

    /** With the default limit. */
    public static InboundSettings of(DomainName hostname) {
        return new InboundSettings(hostname, DEFAULT_RECEIVED);
    }
}
