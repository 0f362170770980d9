package org.hikyaku.queue;

import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Reply;
import org.hikyaku.store.Mailboxes;

/** What became of one attempt for one recipient. */
public sealed interface AttemptResult {

    /** The words to keep, to log and to report. */
    String text();

    /** Why, as an enhanced code. */
    EnhancedCode status();

    /** The host that answered; empty where none did. */
    String host();

    /**
     * It was taken.
     *
     * @param reports whether the host sends reports itself (RFC 3461): then we send none of success
     */
    record Delivered(String host, String text, boolean reports) implements AttemptResult {
        /** By a host that sends no reports. */
        public Delivered(String host, String text) {
            this(host, text, false);
        }

        @Override
        public EnhancedCode status() {
            return EnhancedCode.of("2.0.0");
        }
    }

    /**
     * It is for this server: filed once the attempt is settled, in the same transaction (filing
     * first would file twice where the server dies in between).
     */
    record Filed(Mailboxes.Delivery delivery, String text) implements AttemptResult {
        @Override
        public EnhancedCode status() {
            return EnhancedCode.of("2.0.0");
        }

        @Override
        public String host() {
            return "";
        }
    }

    /** Refused for good, by {@code host}, or by the DNS or by us where that is empty. */
    record Refused(String host, EnhancedCode status, String text) implements AttemptResult {}

    /** Refused for now. */
    record Deferred(String host, EnhancedCode status, String text) implements AttemptResult {}

    /** Nobody could be reached, or the connection ended too early. */
    record Unreachable(String host, String text) implements AttemptResult {
        @Override
        public EnhancedCode status() {
            return EnhancedCode.of("4.4.1");
        }
    }

    /**
     * A host's reply as a result (RFC 5321 section 4.2.1).
     *
     * @param reply 2xx, 4xx or 5xx; 3xx is out of place and counts as 4xx
     */
    static AttemptResult of(String host, Reply reply) {
        if (reply.code() < 300) {
            return new Delivered(host, reply.toString());
        }
        EnhancedCode given = reply.status();
        int first = reply.isPermanent() ? 5 : 4;
        EnhancedCode status =
                given != null && given.status() == first ? given : new EnhancedCode(first, 0, 0);
        return reply.isPermanent()
                ? new Refused(host, status, reply.toString())
                : new Deferred(host, status, reply.toString());
    }
}
