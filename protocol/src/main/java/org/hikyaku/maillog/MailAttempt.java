package org.hikyaku.maillog;

import java.time.Duration;
import java.time.Instant;

/**
 * An attempt for one recipient, with what earlier lines have said of its message.
 *
 * @param instance Postfix's own name in the log, {@code postfix} where there is one only
 * @param from the sender; empty for a bounce, {@code ?} where its line was not seen
 * @param messageId as it was written; empty where its line was not seen
 * @param tls version and cipher; {@code none} where nobody was reached or the relay is no host,
 *     {@code ?} where the log does not tell (smtp_tls_loglevel = 1 makes it)
 */
public record MailAttempt(
        Instant at,
        String instance,
        String queueId,
        String messageId,
        String from,
        String to,
        PostfixEvent.Relay relay,
        String tls,
        Outcome outcome,
        String dsn,
        String text,
        Duration delay) {

    /** What it came to. */
    public enum Outcome {
        DELIVERED,
        DEFERRED,
        BOUNCED
    }
}
