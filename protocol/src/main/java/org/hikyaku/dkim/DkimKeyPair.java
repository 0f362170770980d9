package org.hikyaku.dkim;

import java.security.PrivateKey;
import org.hikyaku.name.DomainName;

/**
 * A key to sign with, and the name under which its public half is published.
 *
 * @param domain d=
 * @param selector s=, one or more labels
 * @param algorithm what kind of key it is
 * @param key the private half; never shown: {@link #toString} leaves it out
 */
public record DkimKeyPair(DomainName domain, String selector, Algorithm algorithm, PrivateKey key) {

    /** The algorithms to sign with (RFC 8301, RFC 8463). */
    public enum Algorithm {
        RSA_SHA256("rsa-sha256"),
        ED25519_SHA256("ed25519-sha256");

        private final String tag;

        Algorithm(String tag) {
            this.tag = tag;
        }

        /** The value of a=. */
        public String tag() {
            return tag;
        }
    }

    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " (" + algorithm.tag() + ")";
    }
}
