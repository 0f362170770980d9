package org.hikyaku.dsn;

import java.util.List;
import java.util.Optional;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.smtp.EnhancedCode;
import org.jspecify.annotations.Nullable;

/**
 * Another host's report, as it was found. All texts are foreign: whoever shows them makes them
 * printable.
 *
 * @param reportingMta who reports; both parts empty where it does not say
 * @param envelopeId what we called the transaction, or null
 * @param arrival when the host took the message, as written, or null
 * @param recipients at least one
 * @param returned the header of the message that the report is about; no fields where none came
 *     back
 */
public record ReceivedDsn(
        Typed reportingMta,
        @Nullable String envelopeId,
        @Nullable String arrival,
        List<Status> recipients,
        HeaderBlock returned) {

    /** Copies the list. */
    public ReceivedDsn {
        recipients = List.copyOf(recipients);
    }

    /**
     * A value with its type, as in {@code rfc822; somebody@example.com}.
     *
     * @param type in lower case; empty where none was given
     */
    public record Typed(String type, String value) {}

    /**
     * One recipient (RFC 3464 section 2.3).
     *
     * @param finalRecipient as the host calls it
     * @param originalRecipient as the sender called it, or null
     * @param action in lower case: failed, delayed, delivered, relayed, expanded, or something else
     * @param status the code; empty where there is none that can be read
     * @param remoteMta whom the host talked to, or null
     * @param diagnostic what that one said, or null
     * @param lastAttempt as written, or null
     * @param retryUntil as written, or null
     */
    public record Status(
            Typed finalRecipient,
            @Nullable Typed originalRecipient,
            String action,
            Optional<EnhancedCode> status,
            @Nullable Typed remoteMta,
            @Nullable Typed diagnostic,
            @Nullable String lastAttempt,
            @Nullable String retryUntil) {}
}
