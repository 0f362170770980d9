package org.hikyaku.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dns.Resolver;
import org.jspecify.annotations.Nullable;

/** Makes, reads, writes and publishes the keys of signers. */
public final class DkimKeys {

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";

    /** The PEM text of an RSA key of 8192 bits has 6,400; comments may stand around it. */
    private static final int MAX_PEM_CHARS = 64 * 1024;

    private DkimKeys() {}

    /** Key material that cannot be read; the message says why and shows none of it. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * A new RSA key.
     *
     * @param bits 1024 to 8192 (RFC 8301 section 3.2); 2048 is what all receivers can check
     */
    public static PrivateKey generateRsa(int bits) {
        if (bits < DkimLimits.MIN_RSA_BITS || bits > DkimLimits.MAX_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key of " + bits + " bits");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            return generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make RSA keys", e);
        }
    }

    /** A new Ed25519 key (RFC 8463). */
    public static PrivateKey generateEd25519() {
        try {
            // By way of its encoding, so that it is the plain key whatever provider made it.
            PrivateKey made =
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
            return fromPkcs8("ed25519", made.getEncoded());
        } catch (GeneralSecurityException | Unreadable e) {
            throw new IllegalStateException("this Java runtime cannot make Ed25519 keys", e);
        }
    }

    /**
     * The text of the key record (RFC 6376 section 3.6.1, RFC 8463 section 4).
     *
     * @throws Unreadable where the public half cannot be told from the private one
     */
    public static String publishedRecord(DkimKeyPair pair) throws Unreadable {
        return DkimKeyRecord.of(
                        pair.algorithm().keyType(), publicText(pair.algorithm(), pair.key()))
                .text();
    }

    /** p= of a private key. */
    static String publicText(Algorithm algorithm, PrivateKey key) throws Unreadable {
        PublicKey half = publicHalf(algorithm, key);
        byte[] info = half.getEncoded();
        return StrictBase64.encode(
                switch (algorithm) {
                    case RSA_SHA256 -> info;
                    case ED25519_SHA256 -> Der.ed25519Tail(info);
                });
    }

    private static PublicKey publicHalf(Algorithm algorithm, PrivateKey key) throws Unreadable {
        try {
            return switch (algorithm) {
                case RSA_SHA256 -> {
                    if (!(key instanceof RSAPrivateCrtKey rsa)) {
                        throw new Unreadable("the RSA key does not hold its public exponent");
                    }
                    yield KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            rsa.getModulus(), rsa.getPublicExponent()));
                }
                case ED25519_SHA256 -> {
                    byte[] seed =
                            key instanceof EdECPrivateKey ed
                                    ? ed.getBytes().orElse(new byte[0])
                                    : new byte[0];
                    if (seed.length != Der.ED25519_OCTETS) {
                        throw new Unreadable("the key is not an Ed25519 key that can be read");
                    }
                    yield Ed25519Point.publicKey(seed);
                }
            };
        } catch (GeneralSecurityException _) {
            throw new Unreadable("the key is broken");
        }
    }

    /**
     * A key from PKCS#8.
     *
     * @param algorithm {@code rsa} or {@code ed25519}, as k= writes it
     * @throws Unreadable where it is none
     */
    public static PrivateKey fromPkcs8(String algorithm, byte[] octets) throws Unreadable {
        for (Algorithm known : Algorithm.values()) {
            if (known.keyType().equals(algorithm)) {
                return fromPkcs8(known, octets);
            }
        }
        throw new Unreadable("keys of type '" + algorithm + "' cannot sign");
    }

    private static PrivateKey fromPkcs8(Algorithm algorithm, byte[] octets) throws Unreadable {
        try {
            return KeyFactory.getInstance(algorithm.keyAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException _) {
            throw new Unreadable("not an " + algorithm.keyType() + " key in PKCS#8");
        }
    }

    /** A key with what kind of key it is. */
    public record Read(Algorithm algorithm, PrivateKey key) {
        /** Leaves the key out. */
        @Override
        public String toString() {
            return algorithm.keyType() + " key";
        }
    }

    /**
     * Reads a key file: PKCS#8 or, as OpenDKIM's tools write, PKCS#1 in PEM; or the bare base64 of
     * an Ed25519 seed, as dkimpy's tools write.
     *
     * @throws Unreadable where it is none of these, or is encrypted
     */
    public static Read readPem(String text) throws Unreadable {
        if (text.length() > MAX_PEM_CHARS) {
            throw new Unreadable("the key file is longer than " + MAX_PEM_CHARS + " characters");
        }
        if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENC")) {
            throw new Unreadable("the key is encrypted; decrypt it first");
        }
        String pkcs1 = between(text, PKCS1);
        if (pkcs1 != null) {
            byte[] info = Der.rsaPrivateKeyInfo(octets(pkcs1));
            return new Read(Algorithm.RSA_SHA256, fromPkcs8(Algorithm.RSA_SHA256, info));
        }
        String pkcs8 = between(text, PKCS8);
        if (pkcs8 != null) {
            return anyPkcs8(octets(pkcs8));
        }
        return seed(text);
    }

    private static Read anyPkcs8(byte[] octets) throws Unreadable {
        try {
            return new Read(Algorithm.RSA_SHA256, fromPkcs8(Algorithm.RSA_SHA256, octets));
        } catch (Unreadable _) {
            return ed25519(octets); // the algorithm in it is another
        }
    }

    private static Read ed25519(byte[] octets) throws Unreadable {
        try {
            return new Read(Algorithm.ED25519_SHA256, fromPkcs8(Algorithm.ED25519_SHA256, octets));
        } catch (Unreadable _) {
            throw new Unreadable("the key is neither RSA nor Ed25519");
        }
    }

    private static Read seed(String text) throws Unreadable {
        byte[] seed = StrictBase64.compact(text).map(StrictBase64::decode).orElse(new byte[0]);
        if (seed.length != Der.ED25519_OCTETS) {
            throw new Unreadable("no private key: neither PEM nor an Ed25519 seed in base64");
        }
        byte[] info = Der.ed25519PrivateKeyInfo(seed);
        return new Read(Algorithm.ED25519_SHA256, fromPkcs8(Algorithm.ED25519_SHA256, info));
    }

    private static @Nullable String between(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int at = text.indexOf(begin);
        int from = at + begin.length();
        int to = at < 0 ? -1 : text.indexOf("-----END " + label + "-----", from);
        return to < 0 ? null : text.substring(from, to);
    }

    private static byte[] octets(String base64) throws Unreadable {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new Unreadable("the PEM text is not base64");
        }
    }

    /** The key as PKCS#8 in PEM, for a file that its owner alone can read. */
    public static String writePem(PrivateKey key) throws Unreadable {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new Unreadable("the key does not leave its device");
        }
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded);
        return "-----BEGIN " + PKCS8 + "-----\n" + lines + "\n-----END " + PKCS8 + "-----\n";
    }

    /** Looks whether the key that signs is the key that is published. One question. */
    public static DkimKeyCheck testKey(Resolver resolver, DkimKeyPair pair) {
        return DkimKeyCheck.of(resolver, pair);
    }
}
