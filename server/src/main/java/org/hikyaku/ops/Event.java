package org.hikyaku.ops;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as data. Texts may be foreign: whoever writes them out makes them
 * printable. No secrets, ever.
 */
public sealed interface Event {

    /**
     * A message came in on port 25 and was decided on.
     *
     * @param session which session, for finding its other lines
     * @param disposition deliver, quarantine, reject or defer
     * @param reply what the peer was told
     * @param cause why, for us
     */
    record MessageIn(
            String session,
            String client,
            String helo,
            String from,
            List<String> to,
            long sizeBytes,
            String tls,
            String spf,
            String dkim,
            String dmarc,
            String disposition,
            String reply,
            String cause,
            Duration took)
            implements Event {}

    /** A message was accepted from one of our own for sending. */
    record MessageSubmitted(
            String session,
            String client,
            String account,
            String from,
            List<String> to,
            long sizeBytes,
            String tls,
            String signedBy,
            String queueId,
            Duration took)
            implements Event {}

    /**
     * An SMTP command was refused, or a session ended in an unusual way.
     *
     * @param service such as {@code smtp} or {@code submission}
     */
    record Refused(String service, String session, String client, String reply, String cause)
            implements Event {}

    /** A login. */
    record Login(
            String service,
            String session,
            String client,
            String account,
            String mechanism,
            boolean success,
            String cause)
            implements Event {}

    /**
     * An attempt to send ended for these recipients.
     *
     * @param outcome delivered, deferred or bounced
     */
    record MessageOut(
            String queueId,
            String from,
            List<String> to,
            String domain,
            String host,
            String tls,
            String outcome,
            String reply,
            int attempts,
            Duration took)
            implements Event {}

    /** A report was sent to a sender (RFC 3464). */
    record DsnQueued(String queueId, String about, String to, String action) implements Event {}

    /** The server or a part of it started, stopped or reloaded. */
    record Service(String service, String what, String detail) implements Event {}

    /** Our own fault: the stack is logged. */
    record Bug(String where, Throwable cause) implements Event {}

    /**
     * Something outside does not work as it should: disk, resolver, a certificate that ends soon.
     */
    record Trouble(String where, String what, @Nullable Throwable cause) implements Event {}
}
