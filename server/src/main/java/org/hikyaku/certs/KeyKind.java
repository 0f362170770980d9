package org.hikyaku.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;

/** Kinds of keys that authorities sign (CA/Browser Forum, Baseline Requirements 6.1.5). */
public enum KeyKind {
    /** Small and fast; what is used where nothing is said. */
    ECDSA_P256("ecdsa", "EC", 256),
    /** For who has to. */
    ECDSA_P384("ecdsa-p384", "EC", 384),
    /** For clients from before 2010. */
    RSA_2048("rsa", "RSA", 2048),
    /** Four times as slow as the one above. */
    RSA_4096("rsa-4096", "RSA", 4096);

    private final String word;
    private final String algorithm;
    private final int bits;

    KeyKind(String word, String algorithm, int bits) {
        this.word = word;
        this.algorithm = algorithm;
        this.bits = bits;
    }

    /** As the settings write it. */
    public String word() {
        return word;
    }

    /** The kind that the settings call {@code word}. */
    public static Optional<KeyKind> of(String word) {
        for (KeyKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** A new key. */
    KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
            } else {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + word, e);
        }
    }
}
