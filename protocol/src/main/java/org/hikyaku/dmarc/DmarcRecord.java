package org.hikyaku.dmarc;

import java.util.List;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A policy record (RFC 9989 section 4.7). What is wrong in one is ignored, tag by tag (section
 * 4.8), and listed in {@code ignored}.
 *
 * @param text as published
 * @param p for the domain itself, or null where it is absent or wrong
 * @param sp for existing subdomains, or null where it is absent or wrong
 * @param np for subdomains that do not exist, or null where it is absent or wrong
 * @param wrongPolicy whether p, sp or np is there and wrong (section 4.10.1)
 * @param adkim how a signature's domain is compared
 * @param aspf how SPF's domain is compared
 * @param psd whether this is a public suffix
 * @param testing t=y: the owner asks for one level less
 * @param percent pct (RFC 7489 section 6.3), 0 to 100
 * @param rua where aggregate reports go; only valid URIs, size suffix taken off
 * @param ruf where failure reports go; only valid URIs, size suffix taken off
 * @param failureOptions fo, the letters of {@code 0 1 d s} in order of the record
 * @param ignored what was passed over and why, for a person
 */
public record DmarcRecord(
        String text,
        @Nullable Policy p,
        @Nullable Policy sp,
        @Nullable Policy np,
        boolean wrongPolicy,
        Alignment adkim,
        Alignment aspf,
        Psd psd,
        boolean testing,
        int percent,
        List<String> rua,
        List<String> ruf,
        String failureOptions,
        List<String> ignored) {

    private static final int ALL_PERCENT = 100;

    /** Copies the lists. */
    public DmarcRecord {
        rua = List.copyOf(rua);
        ruf = List.copyOf(ruf);
        ignored = List.copyOf(ignored);
    }

    /** How two domains are compared (RFC 9989 section 4.4). */
    public enum Alignment {
        /** They have the same organizational domain. */
        RELAXED,
        /** They are the same. */
        STRICT
    }

    /** What the owner says about the place in the tree (RFC 9989 section 4.7, psd). */
    public enum Psd {
        /** A public suffix: the organizational domain is one label below. */
        YES,
        /** The organizational domain itself. */
        NO,
        /** Not said. */
        UNKNOWN
    }

    /**
     * Whether DMARC applies with this record: it has a valid policy, or at least somewhere to send
     * reports to (RFC 9989 section 4.10.1). Section 4.7 reads an absent p as none; without rua the
     * outcome for the message is the same, so the stricter text is followed.
     */
    public boolean applies() {
        return (p != null && !wrongPolicy) || !rua.isEmpty();
    }

    /** The policy for the domain itself: none where p is absent or any policy is wrong. */
    public Policy domainPolicy() {
        return p == null || wrongPolicy ? Policy.NONE : p;
    }

    /**
     * Whether forged mail is never let through: p and sp are quarantine or reject, for all mail.
     * BIMI asks for it (draft-brand-indicators-for-message-identification).
     */
    public boolean isEnforced() {
        return domainPolicy() != Policy.NONE
                && subdomainPolicy() != Policy.NONE
                && !testing
                && (domainPolicy() == Policy.REJECT || percent == ALL_PERCENT);
    }

    /** The policy for an existing subdomain (sp, otherwise p). */
    public Policy subdomainPolicy() {
        return sp == null || wrongPolicy ? domainPolicy() : sp;
    }

    /** The policy for a subdomain that does not exist (np, otherwise sp, otherwise p). */
    public Policy nonexistentPolicy() {
        return np == null || wrongPolicy ? subdomainPolicy() : np;
    }
}
