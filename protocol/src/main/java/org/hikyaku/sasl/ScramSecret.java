package org.hikyaku.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps for SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677): not the password.
 *
 * @param iterations of PBKDF2
 * @param salt for this login
 * @param storedKey to check a proof with
 * @param serverKey to prove ourselves with
 */
public record ScramSecret(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    /** RFC 7677 section 4 asks for 4,096 at least; the clients of today bear more. */
    public static final int ITERATIONS = 10_000;

    /** A record that asks for more would let whoever wrote it busy a client. */
    static final int MAX_ITERATIONS = 1_000_000;

    /** SHA-256's length. */
    static final int OCTETS = 32;

    private static final String SCHEME = "SCRAM-SHA-256";

    /** Derives the secret from a password. */
    public static ScramSecret of(String password, byte[] salt, int iterations) {
        byte[] salted = salted(password, salt, iterations);
        return new ScramSecret(
                iterations,
                salt.clone(),
                hash(hmac(salted, "Client Key")),
                hmac(salted, "Server Key"));
    }

    /** RFC 5803: {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME
                + "$"
                + iterations
                + ":"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(storedKey)
                + ":"
                + base64.encodeToString(serverKey);
    }

    /** Reads {@link #text}'s form. */
    public static Optional<ScramSecret> parse(String text) {
        String[] parts = text.split("[$:]", -1);
        if (parts.length != 5 || !parts[0].equals(SCHEME) || !parts[1].matches("[1-9][0-9]{0,6}")) {
            return Optional.empty();
        }
        byte[][] keys = new byte[3][];
        for (int i = 0; i < 3; i++) {
            keys[i] = ScramMessage.decoded(parts[2 + i]).orElse(new byte[0]);
        }
        boolean sound = keys[0].length > 0 && keys[1].length == OCTETS && keys[2].length == OCTETS;
        return sound
                ? Optional.of(
                        new ScramSecret(Integer.parseInt(parts[1]), keys[0], keys[1], keys[2]))
                : Optional.empty();
    }

    /**
     * A password as it is hashed: normalised as SASLprep asks (RFC 4013 section 2.2), so that the
     * same password typed on two keyboards is the same.
     */
    public static String prepared(String password) {
        StringBuilder out = new StringBuilder();
        // RFC 4013 section 2.1: other blanks become a blank.
        password.codePoints()
                .filter(c -> !isMappedToNothing(c))
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(out::appendCodePoint);
        return Normalizer.normalize(out, Normalizer.Form.NFKC);
    }

    /** RFC 3454 table B.1: soft hyphens, joiners and variation selectors. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x1806
                || (c >= 0x180b && c <= 0x180d)
                || (c >= 0x200b && c <= 0x200d)
                || c == 0x2060
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0xfeff;
    }

    static byte[] salted(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec =
                    new PBEKeySpec(prepared(password).toCharArray(), salt, iterations, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC", e);
        }
    }

    static byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ScramSecret other
                && iterations == other.iterations
                && Arrays.equals(salt, other.salt)
                && MessageDigest.isEqual(storedKey, other.storedKey)
                && MessageDigest.isEqual(serverKey, other.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) + iterations;
    }

    @Override
    public String toString() {
        return SCHEME + " with " + iterations + " iterations";
    }
}
