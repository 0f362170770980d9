package org.hikyaku.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to sign.
 *
 * @param keys one signature each, in this order from the top; for Gmail and Outlook one of them is
 *     RSA
 * @param headers the fields to sign where they are there, all of one name; From is one of them
 * @param oversigned in lower case; those of {@code headers} among them are listed once more than
 *     they are there, so that adding another breaks the signature (RFC 6376 section 8.15)
 * @param header the header's canonicalization
 * @param body the body's canonicalization
 * @param expiry how long the signature is valid (x=), or null for always
 * @param agent i=, with an address or {@code @} and a domain within d=; or null to leave it out
 */
public record DkimSigning(
        List<DkimKeyPair> keys,
        List<String> headers,
        Set<String> oversigned,
        Canonicalization header,
        Canonicalization body,
        @Nullable Duration expiry,
        @Nullable String agent) {

    /**
     * RFC 6376 section 5.4.1, with the fields for unsubscribing (RFC 8058) and for feedback that
     * receivers want signed.
     */
    public static final List<String> STANDARD_HEADERS =
            List.of(
                    "From",
                    "Reply-To",
                    "Subject",
                    "Date",
                    "To",
                    "Cc",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "Content-ID",
                    "Content-Description",
                    "Sender",
                    "Resent-Date",
                    "Resent-From",
                    "Resent-Sender",
                    "Resent-To",
                    "Resent-Cc",
                    "Resent-Message-ID",
                    "List-Id",
                    "List-Help",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Subscribe",
                    "List-Post",
                    "List-Owner",
                    "List-Archive",
                    "Feedback-ID",
                    "Autocrypt");

    /**
     * Fields that show on a reader's screen or decide how the body is read, in lower case. Those
     * that lists and forwarders add rightfully (Sender, List-*, Resent-*) are not among them.
     */
    public static final Set<String> OVERSIGNED =
            Set.of(
                    "from",
                    "reply-to",
                    "subject",
                    "date",
                    "to",
                    "cc",
                    "message-id",
                    "in-reply-to",
                    "references",
                    "mime-version",
                    "content-type",
                    "content-transfer-encoding");

    /** Copies the lists. */
    public DkimSigning {
        keys = List.copyOf(keys);
        headers = List.copyOf(headers);
        oversigned = Set.copyOf(oversigned);
        if (expiry != null && expiry.toSeconds() < 1) {
            throw new IllegalArgumentException("a signature that expires at once");
        }
    }

    /** The usual way: relaxed/relaxed, standard headers, oversigned, no expiry. */
    public static DkimSigning of(List<DkimKeyPair> keys) {
        return new DkimSigning(
                keys,
                STANDARD_HEADERS,
                OVERSIGNED,
                Canonicalization.RELAXED,
                Canonicalization.RELAXED,
                null,
                null);
    }

    /** The same with other fields. */
    public DkimSigning withHeaders(List<String> names) {
        return new DkimSigning(keys, names, oversigned, header, body, expiry, agent);
    }

    /** The same with or without oversigning of {@link #OVERSIGNED}. */
    public DkimSigning withOversign(boolean wanted) {
        return withOversigned(wanted ? OVERSIGNED : Set.of());
    }

    /** The same with these fields oversigned, in lower case. */
    public DkimSigning withOversigned(Set<String> lowerNames) {
        return new DkimSigning(keys, headers, lowerNames, header, body, expiry, agent);
    }

    /** The same with other canonicalizations. */
    public DkimSigning withForms(Canonicalization ofHeader, Canonicalization ofBody) {
        return new DkimSigning(keys, headers, oversigned, ofHeader, ofBody, expiry, agent);
    }

    /** The same with another expiry, null for none. */
    public DkimSigning withExpiry(@Nullable Duration span) {
        return new DkimSigning(keys, headers, oversigned, header, body, span, agent);
    }

    /** The same with another i=, null to leave it out. */
    public DkimSigning withAgent(@Nullable String identity) {
        return new DkimSigning(keys, headers, oversigned, header, body, expiry, identity);
    }
}
