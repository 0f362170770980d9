package org.hikyaku.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SMTP carries beside the message.
 *
 * @param from the reverse path
 * @param recipients at least one once the envelope is complete
 * @param options the parameters of MAIL FROM
 */
public record Envelope(ReversePath from, List<Recipient> recipients, Options options) {

    /** Copies the list. */
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /**
     * The parameters of MAIL FROM that travel with the message.
     *
     * @param body BODY=
     * @param smtpUtf8 SMTPUTF8 (RFC 6531)
     * @param returnHeadersOnly RET=HDRS (RFC 3461 section 4.3)
     * @param envelopeId ENVID= decoded, or null (RFC 3461 section 4.4)
     * @param requireTls REQUIRETLS (RFC 8689)
     */
    public record Options(
            BodyType body,
            boolean smtpUtf8,
            boolean returnHeadersOnly,
            @Nullable String envelopeId,
            boolean requireTls) {
        /** Without REQUIRETLS. */
        public Options(
                BodyType body,
                boolean smtpUtf8,
                boolean returnHeadersOnly,
                @Nullable String envelopeId) {
            this(body, smtpUtf8, returnHeadersOnly, envelopeId, false);
        }

        /** No parameters. */
        public static final Options NONE = new Options(BodyType.SEVEN_BIT, false, false, null);
    }
}
