package org.hikyaku.outbound;

import java.time.Duration;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * How mail is sent.
 *
 * @param hostname our name in EHLO
 * @param port of the hosts: 25 but for tests
 * @param relay where all mail goes in place of the recipients' hosts, or null
 * @param connectTime how long one address may take to answer (RFC 5321 section 4.5.3.2 names none;
 *     addresses are many)
 * @param replyTime how long a reply may take, and each piece of the message to be taken: 5 minutes
 *     (RFC 5321 section 4.5.3.2); for the reply to the message twice that
 */
public record OutboundSettings(
        DomainName hostname,
        int port,
        @Nullable Relay relay,
        Duration connectTime,
        Duration replyTime) {

    /** A host that takes all mail. */
    public record Relay(String host, int port) {}

    /** The usual ones. */
    public static OutboundSettings of(DomainName hostname) {
        return new OutboundSettings(
                hostname, 25, null, Duration.ofSeconds(30), Duration.ofMinutes(5));
    }
}
