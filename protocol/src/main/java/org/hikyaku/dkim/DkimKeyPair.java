package org.hikyaku.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;
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
        RSA_SHA256("rsa-sha256", "rsa", "RSA", "SHA256withRSA"),
        ED25519_SHA256("ed25519-sha256", "ed25519", "EdDSA", "Ed25519");

        private final String tag;
        private final String keyType;
        private final String keyAlgorithm;
        private final String signatureAlgorithm;

        Algorithm(String tag, String keyType, String keyAlgorithm, String signatureAlgorithm) {
            this.tag = tag;
            this.keyType = keyType;
            this.keyAlgorithm = keyAlgorithm;
            this.signatureAlgorithm = signatureAlgorithm;
        }

        /** The value of a=. */
        public String tag() {
            return tag;
        }

        /** The value of k= in the key record. */
        public String keyType() {
            return keyType;
        }

        /** The name that {@link KeyFactory} knows. */
        String keyAlgorithm() {
            return keyAlgorithm;
        }
    }

    /** Where the public half is published (RFC 6376 section 3.6.2.1). */
    public DomainName recordName() throws DkimSignException {
        return DkimKeyLookup.nameOf(selector, domain)
                .orElseThrow(
                        () ->
                                new DkimSignException(
                                        "selector "
                                                + selector
                                                + " and "
                                                + domain
                                                + " make no name"));
    }

    /** The same key in the form in which the first security provider is fastest with it. */
    DkimKeyPair prepared() {
        try {
            PrivateKey fast =
                    (PrivateKey) KeyFactory.getInstance(algorithm.keyAlgorithm()).translateKey(key);
            return new DkimKeyPair(domain, selector, algorithm, fast);
        } catch (GeneralSecurityException _) {
            return this; // a key of a hardware module stays where it is
        }
    }

    /** Refuses a key whose signatures nobody would accept. */
    void requireUsable() throws DkimSignException {
        switch (algorithm) {
            case RSA_SHA256 -> {
                if (!(key instanceof RSAKey rsa)) {
                    throw new DkimSignException(this + ": the key is not an RSA key");
                }
                int bits = rsa.getModulus().bitLength();
                // RFC 8301 section 3.2: never sign with less.
                if (bits < DkimLimits.MIN_RSA_BITS || bits > DkimLimits.MAX_RSA_BITS) {
                    throw new DkimSignException(this + ": key is " + bits + " bits");
                }
            }
            case ED25519_SHA256 -> {
                boolean fits =
                        key instanceof EdECPrivateKey ed
                                && ed.getParams()
                                        .getName()
                                        .equals(NamedParameterSpec.ED25519.getName());
                if (!fits) {
                    throw new DkimSignException(this + ": the key is not an Ed25519 key");
                }
            }
        }
        recordName();
    }

    /**
     * Signs the canonical header {@code signed} (RFC 6376 section 3.7, RFC 8463 section 3).
     *
     * @return the octets of b=
     * @throws DkimSignException where the key does not fit its algorithm
     */
    public byte[] sign(byte[] signed) throws DkimSignException {
        byte[] data =
                switch (algorithm) {
                    case RSA_SHA256 -> signed;
                    case ED25519_SHA256 -> Digests.sha256().digest(signed);
                };
        try {
            Signature signature = Signature.getInstance(algorithm.signatureAlgorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        } catch (InvalidKeyException | java.security.SignatureException _) {
            throw new DkimSignException(this + ": the key does not work");
        }
    }

    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " (" + algorithm.tag() + ")";
    }
}
