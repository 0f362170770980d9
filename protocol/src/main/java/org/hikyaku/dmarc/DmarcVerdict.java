package org.hikyaku.dmarc;

import java.util.List;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What DMARC says about a message.
 *
 * @param code the result
 * @param authorDomain the domain of From (of several the one with the strictest outcome), or null
 *     where there is none that could be evaluated
 * @param organizationalDomain found by the tree walk, or null where none was needed or found
 * @param policyDomain where the record that applies was found, or null
 * @param record the text of the record that applies, or null
 * @param policy what the owner asks for a message that fails; NONE where there is no record
 * @param rule which tag gave the policy
 * @param spfAligned whether a passing SPF identity is aligned
 * @param dkimAligned whether a passing signature is aligned
 * @param reason one sentence for a person
 * @param steps how it was found out, one line each
 */
public record DmarcVerdict(
        Code code,
        @Nullable DomainName authorDomain,
        @Nullable DomainName organizationalDomain,
        @Nullable DomainName policyDomain,
        @Nullable String record,
        Policy policy,
        Rule rule,
        boolean spfAligned,
        boolean dkimAligned,
        String reason,
        List<String> steps) {

    /** Copies the list. */
    public DmarcVerdict {
        steps = List.copyOf(steps);
    }

    /** The results of RFC 8601 and RFC 9989. */
    public enum Code {
        NONE,
        PASS,
        FAIL,
        TEMPERROR,
        PERMERROR;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What the owner asks for (RFC 9989 section 4.7). */
    public enum Policy {
        NONE,
        QUARANTINE,
        REJECT;

        /** The name as records and reports write it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Which tag gave the policy. */
    public enum Rule {
        /**
         * p= of the author domain's own record, or of the organizational domain where it is the
         * author domain.
         */
        P,
        /** sp= for an existing subdomain. */
        SP,
        /** np= for a subdomain that does not exist. */
        NP,
        /** No record applies. */
        NO_RECORD
    }
}
