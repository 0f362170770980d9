package org.hikyaku.dkim;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.hikyaku.dkim.DkimResult.Code;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** One signature of a message on its way to a result. Belongs to one thread. */
final class SignatureCheck {

    /** RFC 6008 section 4: 8 characters tell most signatures apart; 16 are still readable. */
    private static final int SIGNATURE_START = 16;

    private static final int SHOWN_AGENT = 320;

    private final HeaderField field;
    private final FieldPicker picker;
    private final DkimLimits limits;
    private final @Nullable DkimSignature signature;
    private final @Nullable DkimResult early;
    private @Nullable BodyHash bodyHash;

    private SignatureCheck(
            HeaderField field,
            FieldPicker picker,
            DkimLimits limits,
            @Nullable DkimSignature signature,
            @Nullable DkimResult early) {
        this.field = field;
        this.picker = picker;
        this.limits = limits;
        this.signature = signature;
        this.early = early;
    }

    static SignatureCheck of(
            HeaderField field, FieldPicker picker, DkimLimits limits, boolean tried) {
        if (!tried) {
            String reason =
                    "not tried: only the first " + limits.maxSignatures() + " signatures are";
            return new SignatureCheck(field, picker, limits, null, unread(Code.POLICY, reason));
        }
        if (field.raw().length > limits.maxSignatureOctets()) {
            String reason =
                    "the signature field is longer than " + limits.maxSignatureOctets() + " octets";
            return new SignatureCheck(field, picker, limits, null, unread(Code.POLICY, reason));
        }
        return parsed(field, picker, limits);
    }

    private static SignatureCheck parsed(HeaderField field, FieldPicker picker, DkimLimits limits) {
        SignatureTags parser = null;
        try {
            parser = new SignatureTags(field.value());
            return new SignatureCheck(field, picker, limits, parser.signature(), null);
        } catch (DkimSignature.Malformed e) {
            String reason = String.valueOf(e.getMessage());
            DkimResult result =
                    parser == null
                            ? unread(Code.NEUTRAL, reason)
                            : partlyRead(parser, e.isUnsupported(), reason);
            return new SignatureCheck(field, picker, limits, null, result);
        }
    }

    private static DkimResult unread(Code code, String reason) {
        return new DkimResult(code, null, null, null, null, null, reason, false, false);
    }

    /**
     * RFC 8601 section 2.7.1: syntax errors are "neutral"; what is readable and can never verify is
     * "permerror".
     */
    private static DkimResult partlyRead(SignatureTags parser, boolean unsupported, String reason) {
        DomainName domain = parser.domain().orElse(null);
        return new DkimResult(
                unsupported || reason.equals("From is not signed") ? Code.PERMERROR : Code.NEUTRAL,
                domain,
                parser.selector().orElse(null),
                domain == null ? null : "@" + domain,
                parser.algorithm() == null ? null : Printable.of(parser.algorithm(), 40),
                start(parser.signatureText()),
                reason,
                false,
                false);
    }

    private static @Nullable String start(@Nullable String signature) {
        return signature == null || signature.length() < 8
                ? null
                : signature.substring(0, Math.min(SIGNATURE_START, signature.length()));
    }

    /** What the field says, or null where it could not be read. */
    @Nullable DkimSignature signature() {
        return signature;
    }

    void bodyHash(BodyHash hash) {
        bodyHash = hash;
    }

    /** Whether a key could still make it pass. */
    boolean needsKey(Instant now) {
        return signature != null && beforeKey(signature, now) == null;
    }

    DkimResult result(Instant now, Function<DkimSignature, DkimKeyLookup.Outcome> keys) {
        DkimSignature s = signature;
        if (early != null || s == null) {
            return early == null ? unread(Code.NEUTRAL, "not read") : early;
        }
        Verdict verdict = beforeKey(s, now);
        if (verdict != null) {
            return result(s, verdict, false, false);
        }
        return switch (keys.apply(s)) {
            case DkimKeyLookup.Outcome.NotFound(var code, var reason, var authentic) ->
                    result(s, new Verdict(code, reason), authentic, false);
            case DkimKeyLookup.Outcome.Found found -> {
                Verdict problem = keyProblem(s, found);
                yield result(
                        s,
                        problem == null ? withKey(s, found.key()) : problem,
                        found.authentic(),
                        found.record().isTesting());
            }
        };
    }

    private record Verdict(Code code, String reason) {}

    private static DkimResult result(
            DkimSignature s, Verdict verdict, boolean authentic, boolean testing) {
        return new DkimResult(
                verdict.code(),
                s.domain(),
                s.selector(),
                Printable.of(s.agent(), SHOWN_AGENT),
                s.algorithm(),
                start(s.signature()),
                verdict.reason(),
                authentic,
                testing);
    }

    /** What is wrong with the signature whatever its key may be; null for nothing. */
    private @Nullable Verdict beforeKey(DkimSignature s, Instant now) {
        if (s.algorithm().equals("rsa-sha1")) {
            // RFC 8301 section 3.1: never verified.
            return new Verdict(Code.PERMERROR, "rsa-sha1 is no longer accepted");
        }
        if (!s.algorithm().equals("rsa-sha256") && !s.algorithm().equals("ed25519-sha256")) {
            return new Verdict(
                    Code.PERMERROR,
                    "algorithm " + Printable.of(s.algorithm(), 40) + " is not supported");
        }
        Instant expires = s.expiresAt();
        if (expires != null && now.isAfter(expires)) {
            return new Verdict(
                    Code.FAIL, "expired " + TimeText.of(Duration.between(expires, now)) + " ago");
        }
        // RFC 6376 section 6.1.1: From is signed, so it has to be there.
        if (picker.count("from") == 0) {
            return new Verdict(Code.PERMERROR, "the message has no From");
        }
        return null;
    }

    private static @Nullable Verdict keyProblem(
            DkimSignature s, DkimKeyLookup.Outcome.Found found) {
        String problem = found.problemFor(s.algorithm()).orElse(null);
        if (problem == null && found.record().isStrict() && !s.agentDomain().equals(s.domain())) {
            // RFC 6376 section 3.6.1, t=s
            problem = "the key does not allow a subdomain in i=: " + s.agentDomain();
        }
        return problem == null ? null : new Verdict(Code.PERMERROR, problem);
    }

    private Verdict withKey(DkimSignature s, DkimPublicKey key) {
        BodyHash hash = bodyHash;
        if (hash == null) {
            return new Verdict(Code.NEUTRAL, "the body was not hashed");
        }
        byte[] expected = StrictBase64.decode(s.bodyHash());
        if (!MessageDigest.isEqual(expected, hash.digest())) {
            return new Verdict(Code.FAIL, BodyDifference.reason(s, hash, expected));
        }
        if (s.bodyOctets() != BodyHash.UNLIMITED && s.bodyOctets() > hash.canonicalOctets()) {
            // RFC 6376 section 3.5, l=: never more than there is.
            return new Verdict(
                    Code.FAIL,
                    "l= counts "
                            + (s.bodyOctets() - hash.canonicalOctets())
                            + " octets more than the body has");
        }
        CanonicalHeader signed = new CanonicalHeader(s.header());
        picker.pick(s.signedFields()).forEach(signed::add);
        signed.addSignature(field);
        if (!key.verifies(signed, StrictBase64.decode(s.signature()))) {
            return new Verdict(Code.FAIL, CopiedFields.reason(s, picker));
        }
        return passed(hash);
    }

    private Verdict passed(BodyHash hash) {
        long uncovered = hash.octetsBeyondLimit();
        if (uncovered == 0) {
            return new Verdict(Code.PASS, "");
        }
        String reason = uncovered + " octets at the end of the body are not signed (l=)";
        return new Verdict(limits.acceptPartialBody() ? Code.PASS : Code.POLICY, reason);
    }
}
