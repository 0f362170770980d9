package org.hikyaku.maillog;

import java.time.Duration;
import java.util.Optional;

/** What one line of Postfix says of one message, or of one connection. */
public sealed interface PostfixEvent {

    /** A message has begun: {@code client} has sent it, or a program of this machine. */
    record Begun(String queueId, String client) implements PostfixEvent {}

    /** Its Message-ID, as it is written. */
    record Named(String queueId, String messageId) implements PostfixEvent {}

    /** It is in the queue. */
    record Queued(String queueId, String from, long sizeBytes, int recipients)
            implements PostfixEvent {}

    /**
     * An attempt for one recipient.
     *
     * @param to as it was sent
     * @param originalTo before aliases; empty where it is the same
     * @param relay who was spoken to
     * @param delay since the message came, all waits included
     * @param dsn the enhanced code; empty where there is none
     * @param text in parentheses at the end: the reply, or what went wrong
     */
    record Attempted(
            String queueId,
            String to,
            String originalTo,
            Relay relay,
            Duration delay,
            String dsn,
            Status status,
            String text)
            implements PostfixEvent {}

    /** It was too old: its sender is told. */
    record Expired(String queueId, String from) implements PostfixEvent {}

    /** Its last recipient is done. */
    record Removed(String queueId) implements PostfixEvent {}

    /**
     * A process has encrypted its connection.
     *
     * @param trust Postfix's word: anonymous, untrusted, trusted, verified
     * @param tls version and cipher, such as {@code TLSv1.3 TLS_AES_256_GCM_SHA384}
     */
    record Encrypted(Relay relay, String trust, String tls) implements PostfixEvent {}

    /**
     * Who was spoken to.
     *
     * @param name a host, or the name of a service
     * @param address its address or path; empty where there is none
     */
    record Relay(String name, String address) {
        /** Nobody was reached. */
        public static final Relay NONE = new Relay("none", "");
    }

    /** What an attempt came to. */
    enum Status {
        SENT,
        DEFERRED,
        BOUNCED,
        /** Answers to "sendmail -bv" and to address verification: no mail. */
        PROBED
    }

    /**
     * Reads a message of {@code service} ({@code smtp}, {@code qmgr}, ...); empty where it says
     * nothing of these.
     */
    static Optional<PostfixEvent> parse(String service, String message) {
        return EventParser.parse(service, message);
    }
}
