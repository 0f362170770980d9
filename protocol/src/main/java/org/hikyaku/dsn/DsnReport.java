package org.hikyaku.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a message for some of its recipients (RFC 3464 section 2).
 *
 * @param reportingMta this host
 * @param to who sent the message and gets the report
 * @param action the same for all recipients of one report
 * @param envelopeId what the sender called the transaction, or null
 * @param arrival when this host took the message
 * @param recipients at least one
 */
public record DsnReport(
        DomainName reportingMta,
        MailAddress to,
        Action action,
        @Nullable String envelopeId,
        Instant arrival,
        List<Status> recipients) {

    /** Copies the list. */
    public DsnReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report is about somebody");
        }
    }

    /** What was done (RFC 3464 section 2.3.3). */
    public enum Action {
        /** Given up. */
        FAILED,
        /** Not yet delivered, and tried again. */
        DELAYED,
        /** In the recipient's mailbox. */
        DELIVERED,
        /** Handed to a host that sends no reports of success. */
        RELAYED;

        /** The word of the field. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One recipient.
     *
     * @param status why (RFC 3463)
     * @param remoteMta the host that said so, or null
     * @param diagnostic its reply or our reason, foreign text; may be empty
     * @param explanation what more is known, for a person; may be empty
     * @param lastAttempt when
     * @param retryUntil for a delay: when it is given up; null for others
     */
    public record Status(
            Recipient recipient,
            EnhancedCode status,
            @Nullable String remoteMta,
            String diagnostic,
            String explanation,
            Instant lastAttempt,
            @Nullable Instant retryUntil) {

        /** The same for another reason. */
        public Status because(EnhancedCode code, String why) {
            return new Status(recipient, code, remoteMta, diagnostic, why, lastAttempt, retryUntil);
        }

        /** The same, tried until {@code end}. */
        public Status until(Instant end) {
            return new Status(
                    recipient, status, remoteMta, diagnostic, explanation, lastAttempt, end);
        }
    }
}
