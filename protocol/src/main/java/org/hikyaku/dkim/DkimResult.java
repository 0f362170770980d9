package org.hikyaku.dkim;

import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What became of one signature.
 *
 * @param code the result (RFC 8601 section 2.7.1)
 * @param domain d=, or null where it could not be read
 * @param selector s=, or null where it could not be read
 * @param agent i= as written (default {@code @d}), or null where it could not be read
 * @param algorithm a= as written, or null
 * @param signatureStart the first 8 or more characters of b= (RFC 6008), or null
 * @param reason one sentence for a person; empty for a plain pass
 * @param keyAuthentic whether DNSSEC covered the key record
 * @param testing whether the key says t=y (RFC 6376 section 3.6.1)
 */
public record DkimResult(
        Code code,
        @Nullable DomainName domain,
        @Nullable String selector,
        @Nullable String agent,
        @Nullable String algorithm,
        @Nullable String signatureStart,
        String reason,
        boolean keyAuthentic,
        boolean testing) {

    /** The results of RFC 8601 section 2.7.1. */
    public enum Code {
        NONE,
        PASS,
        FAIL,
        POLICY,
        NEUTRAL,
        TEMPERROR,
        PERMERROR;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Whether it verified. */
    public boolean passed() {
        return code == Code.PASS;
    }
}
