package org.hikyaku.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.hikyaku.sasl.ScramSecret;
import org.hikyaku.store.Accounts.Secrets;

/** Hashes and checks passwords. */
public final class Passwords {

    /** OWASP's password storage sheet: 19 MiB, 2 passes, 1 lane. */
    private static final int MEMORY_KIB = 19 * 1024;

    /** A hash that somebody has brought may cost so much, and no more. */
    private static final int MAX_MEMORY_KIB = 256 * 1024;

    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** Hashes at the same time: each takes 19 MiB. */
    private static final int MAX_AT_ONCE = 2;

    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{8,100})\\$([A-Za-z0-9+/]{16,100})");

    /** Letters and digits that nobody mistakes for another: 32 of them, 5 bits each. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789A";

    private static final int GENERATED_CHARS = 20; // 100 bits

    private final SecureRandom random;
    private final Semaphore room = new Semaphore(MAX_AT_ONCE, true);

    /** Passwords whose salts come from {@code random}. */
    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /** What to keep of {@code password}. */
    public Secrets hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash =
                argon2(
                        ScramSecret.prepared(password),
                        salt,
                        new int[] {MEMORY_KIB, PASSES, 1},
                        HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String phc =
                "$argon2id$v=19$m="
                        + MEMORY_KIB
                        + ",t="
                        + PASSES
                        + ",p=1$"
                        + base64.encodeToString(salt)
                        + "$"
                        + base64.encodeToString(hash);
        byte[] scramSalt = new byte[SALT_BYTES];
        random.nextBytes(scramSalt);
        return new Secrets(phc, ScramSecret.of(password, scramSalt, ScramSecret.ITERATIONS).text());
    }

    /**
     * Whether {@code password} is the one; compares in constant time. False where what is kept is
     * no such hash or would take too much to check.
     */
    public boolean verify(Secrets secrets, String password) {
        Matcher m = FORM.matcher(secrets.argon2id());
        if (!m.matches()) {
            return false;
        }
        int[] cost = {
            Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))
        };
        // RFC 9106 section 3.1: memory of eight blocks a lane, one pass, one lane at least.
        if (cost[2] < 1 || cost[1] < 1 || cost[0] < 8 * cost[2] || cost[0] > MAX_MEMORY_KIB) {
            return false;
        }
        byte[] salt;
        byte[] expected;
        try {
            salt = Base64.getDecoder().decode(m.group(4));
            expected = Base64.getDecoder().decode(m.group(5));
        } catch (IllegalArgumentException _) {
            return false;
        }
        byte[] actual = argon2(ScramSecret.prepared(password), salt, cost, expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** A password of 100 bits in four groups, easy to copy by hand. */
    public String generate() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < GENERATED_CHARS; i++) {
            out.append(i > 0 && i % 5 == 0 ? "-" : "")
                    .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }

    private byte[] argon2(String password, byte[] salt, int[] cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost[0])
                        .withIterations(cost[1])
                        .withParallelism(cost[2])
                        .withSalt(salt)
                        .build());
        byte[] out = new byte[length];
        room.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
        } finally {
            room.release();
        }
        return out;
    }
}
