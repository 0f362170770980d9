package org.hikyaku.dkim;

/**
 * What a message may cost, and what counts as strong enough.
 *
 * @param maxSignatures how many signatures are tried, from the top; each costs a DNS question, a
 *     public key operation and, at worst, a body hash of its own
 * @param maxSignatureOctets the longest signature field that is read
 * @param minRsaBits shorter RSA keys prove nothing (RFC 8301 section 3.2: never below 1024)
 * @param acceptPartialBody whether a signature with l= that leaves octets uncovered passes (RFC
 *     6376 section 8.2 lets the receiver choose); otherwise its result is "policy"
 * @param lookupEarly whether keys are asked for when the header is complete rather than at the end
 */
public record DkimLimits(
        int maxSignatures,
        int maxSignatureOctets,
        int minRsaBits,
        boolean acceptPartialBody,
        boolean lookupEarly) {

    /** RFC 8301 section 3.2: verifiers do not consider shorter keys. */
    public static final int MIN_RSA_BITS = 1024;

    /** A longer key makes each verification dearer; none is published. */
    public static final int MAX_RSA_BITS = 8192;

    /** Real mail has up to 4 signatures; each field about 1,000 octets, with z= some more. */
    public static final DkimLimits STANDARD =
            new DkimLimits(10, 32 * 1024, MIN_RSA_BITS, true, false);

    /** Refuses what makes no sense. */
    public DkimLimits {
        if (maxSignatures < 1 || maxSignatureOctets < 1 || minRsaBits < MIN_RSA_BITS) {
            throw new IllegalArgumentException(
                    "limits out of range; RSA keys need " + MIN_RSA_BITS + " bits or more");
        }
    }
}
