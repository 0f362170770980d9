package org.hikyaku.arc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimSignature.Malformed;
import org.hikyaku.dkim.SignatureTags;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/** The three kinds of fields of an ARC set, read (RFC 8617 section 4.1). */
final class ArcFields {

    static final String SEAL = "arc-seal";
    static final String MESSAGE_SIGNATURE = "arc-message-signature";
    static final String RESULTS = "arc-authentication-results";

    /** RFC 8617 section 4.2.1: instances are 1 to 50. */
    static final int MAX_INSTANCE = 50;

    private ArcFields() {}

    /** What seal and message signature have in common. */
    record Signed(String algorithm, String signature, DomainName domain, String selector) {
        static Signed of(SignatureTags tags) throws ArcProblem, Malformed {
            String algorithm = tags.need("a").toLowerCase(Locale.ROOT);
            // RFC 8617 section 4.1 imports RFC 6376, and with it RFC 8301 and RFC 8463.
            if (!algorithm.equals("rsa-sha256") && !algorithm.equals("ed25519-sha256")) {
                throw new ArcProblem("a= names an algorithm that is not accepted");
            }
            String signature = tags.base64("b");
            tags.time("t");
            return new Signed(algorithm, signature, tags.needDomain(), tags.needSelector());
        }
    }

    /**
     * An ARC-Seal.
     *
     * @param status cv=, in lower case
     */
    record Seal(HeaderField field, Signed signed, String status) {
        static Seal of(HeaderField field) throws ArcProblem {
            try {
                SignatureTags tags = new SignatureTags(field.value());
                if (tags.tag("h") != null) {
                    // RFC 8617 section 4.1.3
                    throw new ArcProblem("the seal has h=, which is not allowed");
                }
                String status = tags.need("cv").toLowerCase(Locale.ROOT);
                return new Seal(field, Signed.of(tags), status);
            } catch (Malformed e) {
                throw new ArcProblem("the seal: " + e.getMessage());
            }
        }
    }

    /** An ARC-Message-Signature. */
    record MessageSignature(
            HeaderField field,
            Signed signed,
            SignatureTags.Forms forms,
            String bodyHash,
            long bodyOctets,
            List<String> signedFields,
            @Nullable Instant expiresAt) {
        static MessageSignature of(HeaderField field) throws ArcProblem {
            try {
                SignatureTags tags = new SignatureTags(field.value());
                return new MessageSignature(
                        field,
                        Signed.of(tags),
                        forms(tags),
                        tags.base64("bh"),
                        tags.bodyOctets(),
                        names(tags.need("h")),
                        tags.time("x"));
            } catch (Malformed e) {
                throw new ArcProblem("the message signature: " + e.getMessage());
            }
        }

        /**
         * RFC 6376 section 3.5 would make it simple where c= is not given; all sealers and the
         * suite that they test with take it for relaxed.
         */
        private static SignatureTags.Forms forms(SignatureTags tags) throws Malformed {
            return tags.tag("c") == null
                    ? new SignatureTags.Forms(Canonicalization.RELAXED, Canonicalization.RELAXED)
                    : tags.forms();
        }

        private static List<String> names(String h) throws ArcProblem {
            List<String> names = new ArrayList<>();
            for (String name : h.split(":", SignatureTags.MAX_SIGNED_FIELDS + 1)) {
                String lower = name.strip().toLowerCase(Locale.ROOT);
                if (lower.equals(SEAL)) {
                    // RFC 8617 section 4.1.2; the suite that everybody tests with lets
                    // ARC-Authentication-Results pass, as old sealers signed it.
                    throw new ArcProblem("the message signature covers an ARC-Seal");
                }
                if (!lower.isEmpty()) {
                    names.add(lower);
                }
            }
            if (names.size() > SignatureTags.MAX_SIGNED_FIELDS) {
                throw new ArcProblem("the message signature covers too many fields");
            }
            return names;
        }
    }

    /**
     * The instance of a field of any of the three kinds.
     *
     * @throws ArcProblem where it has none that is allowed
     */
    static int instance(HeaderField field) throws ArcProblem {
        String number;
        if (field.is(RESULTS)) {
            // RFC 8617 section 4.1.1: i= stands first.
            String value = field.value();
            int semicolon = value.indexOf(';');
            String first = semicolon < 0 ? "" : value.substring(0, semicolon);
            int equals = first.indexOf('=');
            boolean isInstance = equals >= 0 && first.substring(0, equals).strip().equals("i");
            number = isInstance ? first.substring(equals + 1).strip() : "";
        } else {
            try {
                number = new SignatureTags(field.value()).need("i");
            } catch (Malformed e) {
                throw new ArcProblem(field.name() + ": " + e.getMessage());
            }
        }
        if (!number.matches("[0-9]{1,2}")) {
            throw new ArcProblem(field.name() + " has no instance i=");
        }
        int instance = Integer.parseInt(number);
        if (instance < 1 || instance > MAX_INSTANCE) {
            throw new ArcProblem(field.name() + " has an instance that is not 1 to 50");
        }
        return instance;
    }
}
