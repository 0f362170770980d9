package org.hikyaku.keylife;

import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;

/**
 * A key and how far its life has come.
 *
 * @param algorithm {@code rsa} or {@code ed25519}
 */
public record LivingKey(DomainName domain, String selector, String algorithm, KeyState state) {

    /** The same key, further on. */
    LivingKey with(KeyState next) {
        return new LivingKey(domain, selector, algorithm, next);
    }

    /** Whether {@code other} is of the same domain and algorithm, and another. */
    boolean isPeerOf(LivingKey other) {
        return domain.equals(other.domain)
                && algorithm.equals(other.algorithm)
                && !selector.equals(other.selector);
    }

    /** Where receivers look for it (RFC 6376 section 3.6.2.1). */
    public DomainName recordName() {
        return domain.withPrefix(selector + "._domainkey")
                .orElseThrow(
                        () -> new IllegalNameException(selector + " is too long for a selector"));
    }
}
