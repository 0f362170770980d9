package org.hikyaku.dkim;

import java.time.Instant;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What a DKIM-Signature field says (RFC 6376 section 3.5).
 *
 * @param algorithm a=, as written
 * @param signature b=, base64 without blanks
 * @param bodyHash bh=, base64 without blanks
 * @param header how the header was canonicalized (c=)
 * @param body how the body was canonicalized (c=)
 * @param domain d=
 * @param selector s=, in lower case
 * @param signedFields h=, the names in lower case, in order
 * @param agent i= decoded, {@code @d} where it is not given
 * @param agentDomain the domain of {@code agent}
 * @param bodyOctets l=, or {@link BodyHash#UNLIMITED}
 * @param signedAt t=, or null
 * @param expiresAt x=, or null
 * @param copiedFields z= as written, or null
 */
public record DkimSignature(
        String algorithm,
        String signature,
        String bodyHash,
        Canonicalization header,
        Canonicalization body,
        DomainName domain,
        String selector,
        List<String> signedFields,
        String agent,
        DomainName agentDomain,
        long bodyOctets,
        @Nullable Instant signedAt,
        @Nullable Instant expiresAt,
        @Nullable String copiedFields) {

    /** Copies the list. */
    public DkimSignature {
        signedFields = List.copyOf(signedFields);
    }

    /** A field that cannot be used; the message says why, for a person. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean unsupported;

        Malformed(String message, boolean unsupported) {
            super(message, null, false, false);
            this.unsupported = unsupported;
        }

        /** Whether it follows the grammar, and asks for something that is not supported. */
        public boolean isUnsupported() {
            return unsupported;
        }
    }

    /**
     * Reads the value of a DKIM-Signature field.
     *
     * @param value unfolded or not
     * @throws Malformed where a tag is missing, twice, out of its grammar, or contradicts another
     */
    public static DkimSignature parse(String value) throws Malformed {
        return new SignatureTags(value).signature();
    }
}
