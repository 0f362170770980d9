package org.hikyaku.smtpd;

import java.time.Duration;

/**
 * What one session may do.
 *
 * @param maxRecipients for one message; RFC 5321 section 4.5.3.1.8 asks for 100 at least
 * @param maxErrors refused commands and recipients before the session is ended
 * @param maxMessages transactions before the session is ended
 * @param commandTime from the end of one command to the end of the next, however the octets come
 * @param dataTime that a message may take whatever its size
 * @param octetsPerSecond each octet of a message buys 1/octetsPerSecond seconds more
 */
public record SmtpLimits(
        int maxRecipients,
        int maxErrors,
        int maxMessages,
        Duration commandTime,
        Duration dataTime,
        int octetsPerSecond) {

    /**
     * Times as RFC 5321 section 4.5.3.2 has them (5 minutes for a command, 10 at the end of DATA);
     * 256 octets a second is less than a modem's tenth part.
     */
    public static final SmtpLimits DEFAULT =
            new SmtpLimits(1000, 20, 1000, Duration.ofMinutes(5), Duration.ofMinutes(10), 256);

    /** Checks the numbers. */
    public SmtpLimits {
        if (maxRecipients < 1
                || maxErrors < 1
                || maxMessages < 1
                || octetsPerSecond < 1
                || !commandTime.isPositive()
                || !dataTime.isPositive()) {
            throw new IllegalArgumentException("the limits of a session must be positive");
        }
    }

    /** How long a message may take of which {@code octets} have come. */
    Duration timeFor(long octets) {
        return dataTime.plusSeconds(octets / octetsPerSecond);
    }
}
