package org.hikyaku.smtpd;

import org.hikyaku.name.DomainName;

/**
 * How a service presents itself.
 *
 * @param service for events: {@code smtp}, {@code submission}, {@code submissions}
 * @param hostname our name in greeting and EHLO reply
 * @param maxMessageBytes the greatest message (RFC 1870)
 * @param security when TLS begins
 * @param limits what one session may do
 */
public record SmtpSettings(
        String service,
        DomainName hostname,
        long maxMessageBytes,
        Security security,
        SmtpLimits limits) {

    /** When TLS begins. */
    public enum Security {
        /** Never: there are no keys. */
        CLEAR,
        /** When the client says STARTTLS (RFC 3207). */
        STARTTLS,
        /** Before the greeting (RFC 8314). */
        IMPLICIT
    }
}
