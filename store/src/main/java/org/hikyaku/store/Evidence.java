package org.hikyaku.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of each message that came in, and of each attempt to send one: the raw material of
 * reports.
 */
public interface Evidence {

    /**
     * One message that came in, whatever became of it. Texts are what was seen on the wire, bounded
     * by the caller.
     *
     * @param disposition deliver, quarantine, reject or defer
     * @param override why the disposition is not what the domain owner asked for (RFC 9990's policy
     *     override), or null
     * @param dkim one {@code domain selector result} per signature
     */
    record Inbound(
            Instant at,
            String clientIp,
            String helo,
            String mailFrom,
            @Nullable String headerFrom,
            String spf,
            List<String> dkim,
            String arc,
            String dmarc,
            @Nullable String dmarcPolicy,
            String disposition,
            @Nullable String override,
            int recipients) {
        /** Copies the list. */
        public Inbound {
            dkim = List.copyOf(dkim);
        }
    }

    /**
     * One attempt to send.
     *
     * @param tls such as {@code TLSv1.3 TLS_AES_256_GCM_SHA384}, or {@code none}
     * @param reply the last reply, or what went wrong
     */
    record Attempt(
            Instant at,
            String queueId,
            String domain,
            String host,
            String tls,
            String outcome,
            String reply) {}

    /**
     * Records a message that was not stored (refused or deferred). Not waited for: it may be lost
     * when the machine stops at that moment.
     */
    void record(Inbound inbound);

    /** Records an attempt. Not waited for. */
    void record(Attempt attempt);

    /** Rows of messages that came in since {@code from}, oldest first, at most {@code limit}. */
    List<Inbound> inbound(Instant from, int limit);

    /** Rows of attempts since {@code from}, oldest first, at most {@code limit}. */
    List<Attempt> attempts(Instant from, int limit);
}
