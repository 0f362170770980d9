package org.hikyaku.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;

/**
 * The public half of a key, ready to check signatures with. Immutable and safe for many threads.
 */
public final class DkimPublicKey {

    /** A larger exponent only makes each check dearer; 65537 is what everybody has. */
    private static final int MAX_EXPONENT_BITS = 33;

    private final String keyType;
    private final PublicKey key;

    private DkimPublicKey(String keyType, PublicKey key) {
        this.keyType = keyType;
        this.key = key;
    }

    /** A key that cannot be used; the message says why, for a person. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /** The key of a record that is not revoked. */
    static DkimPublicKey of(DkimKeyRecord record, int minRsaBits) throws Unusable {
        byte[] octets = StrictBase64.decode(record.key());
        return switch (record.keyType()) {
            case "rsa" -> rsa(octets, minRsaBits);
            case "ed25519" -> ed25519(octets);
            default ->
                    throw new Unusable(
                            "key type k="
                                    + org.hikyaku.wire.Printable.of(record.keyType(), 40)
                                    + " is not supported");
        };
    }

    private static DkimPublicKey rsa(byte[] octets, int minRsaBits) throws Unusable {
        RSAPublicKey key = rsaKey(octets);
        int bits = key.getModulus().bitLength();
        if (bits < minRsaBits) {
            // RFC 8301 section 3.2: signatures with such keys are not considered valid.
            throw new Unusable("key is " + bits + " bits, at least " + minRsaBits + " are needed");
        }
        if (bits > DkimLimits.MAX_RSA_BITS) {
            throw new Unusable("key is " + bits + " bits, more than " + DkimLimits.MAX_RSA_BITS);
        }
        if (key.getPublicExponent().bitLength() > MAX_EXPONENT_BITS) {
            throw new Unusable("the exponent of the RSA key is too large");
        }
        return new DkimPublicKey("rsa", key);
    }

    /** RFC 6376 section 3.6.1 names RSAPublicKey, everybody publishes SubjectPublicKeyInfo. */
    private static RSAPublicKey rsaKey(byte[] octets) throws Unusable {
        try {
            return rsaInfo(octets);
        } catch (GeneralSecurityException _) {
            try {
                return rsaInfo(Der.rsaPublicKeyInfo(octets));
            } catch (GeneralSecurityException _) {
                throw new Unusable("p= is not an RSA public key");
            }
        }
    }

    private static RSAPublicKey rsaInfo(byte[] info) throws GeneralSecurityException {
        return (RSAPublicKey)
                KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(info));
    }

    private static DkimPublicKey ed25519(byte[] octets) throws Unusable {
        // RFC 8463 section 4.2: p= is the 32 octets of the key alone.
        if (octets.length != Der.ED25519_OCTETS) {
            throw new Unusable("the Ed25519 key has " + octets.length + " octets instead of 32");
        }
        try {
            PublicKey key =
                    KeyFactory.getInstance("EdDSA")
                            .generatePublic(new X509EncodedKeySpec(Der.ed25519KeyInfo(octets)));
            Signature.getInstance("Ed25519").initVerify(key);
            return new DkimPublicKey("ed25519", key);
        } catch (GeneralSecurityException _) {
            throw new Unusable("p= is not an Ed25519 public key");
        }
    }

    /** k=: {@code rsa} or {@code ed25519}. */
    public String keyType() {
        return keyType;
    }

    /** How long the key is: the modulus of RSA, 256 for Ed25519. */
    public int bits() {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
    }

    /** Whether it is the key that {@code text}, base64 as p= has it, is. */
    boolean isSameAs(String text) {
        try {
            return of(DkimKeyRecord.of(keyType, text), 0).key.equals(key);
        } catch (Unusable _) {
            return false;
        }
    }

    /**
     * Whether {@code signature} is one over the canonical header {@code signed} (RFC 6376 section
     * 3.3, RFC 8463 section 3).
     */
    public boolean verifies(CanonicalHeader signed, byte[] signature) {
        try {
            if (keyType.equals("rsa")) {
                Signature check = started("SHA256withRSA");
                signed.update(check);
                return check.verify(signature);
            }
            // RFC 8463 section 3: what Ed25519 signs is the SHA-256 of the header.
            MessageDigest digest = Digests.sha256();
            signed.update(digest);
            Signature check = started("Ed25519");
            check.update(digest.digest());
            return check.verify(signature);
        } catch (SignatureException _) {
            return false; // a signature of the wrong size or form
        }
    }

    private Signature started(String algorithm) throws SignatureException {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            return check;
        } catch (InvalidKeyException e) {
            throw new SignatureException("the key cannot be used", e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
