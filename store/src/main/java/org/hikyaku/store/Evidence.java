package org.hikyaku.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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
     * @param address of the host; empty where it is not known
     * @param delay how long the message had been under way, or null where it is not known
     */
    record Attempt(
            Instant at,
            String queueId,
            String domain,
            String host,
            String tls,
            String outcome,
            String reply,
            String address,
            @Nullable Duration delay) {
        /** Without address and delay. */
        public Attempt(
                Instant at,
                String queueId,
                String domain,
                String host,
                String tls,
                String outcome,
                String reply) {
            this(at, queueId, domain, host, tls, outcome, reply, "", null);
        }
    }

    /**
     * What TLS came to in sessions with a host: what reports on TLS are made of (RFC 8460 section
     * 4). Equal ones of a day are counted, not kept.
     *
     * @param domain the policy's, the recipients'
     * @param policyType {@code tlsa}, {@code sts} or {@code no-policy-found}
     * @param policy the lines of the policy
     * @param patterns the MX patterns of the policy, for {@code sts}
     * @param mx the host
     * @param address its address; empty where none was reached
     * @param result RFC 8460 section 4.3, such as {@code starttls-not-supported}; empty for success
     * @param detail what went wrong, bounded by the caller; empty for success
     */
    record TlsSession(
            String domain,
            String policyType,
            List<String> policy,
            List<String> patterns,
            String mx,
            String address,
            String result,
            String detail) {
        /** Copies the lists. */
        public TlsSession {
            policy = List.copyOf(policy);
            patterns = List.copyOf(patterns);
        }
    }

    /** How many equal sessions there were. */
    record TlsCount(TlsSession session, long sessions) {}

    /**
     * Records a message that was not stored (refused or deferred). Not waited for: it may be lost
     * when the machine stops at that moment.
     */
    void record(Inbound inbound);

    /** Records an attempt. Not waited for. */
    void record(Attempt attempt);

    /**
     * Records attempts that were found outside, and in the same transaction how far {@code reader}
     * has come there; durable on return. So nothing is recorded twice, whenever the reader dies.
     *
     * @param before where the reader has begun; empty where it was its beginning
     * @param place where it is now, in its own form
     * @throws StoreException where another has read on from {@code before} meanwhile: nothing is
     *     recorded
     */
    void record(List<Attempt> attempts, String reader, String before, String place);

    /** How far {@code reader} has come; empty where it has not begun. */
    Optional<String> place(String reader);

    /** Counts a session of the day of UTC that {@code at} is in. Not waited for. */
    void record(TlsSession session, Instant at);

    /** The sessions of a day of UTC, sorted by domain, at most {@code limit}. */
    List<TlsCount> tlsSessions(LocalDate day, int limit);

    /** Rows of messages that came in since {@code from}, oldest first, at most {@code limit}. */
    List<Inbound> inbound(Instant from, int limit);

    /** Rows of attempts since {@code from}, oldest first, at most {@code limit}. */
    List<Attempt> attempts(Instant from, int limit);
}
