package org.hikyaku.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hikyaku.name.MailAddress;
import org.hikyaku.sasl.ScramSecret;
import org.hikyaku.sasl.Verifier;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Accounts.Secrets;

/**
 * Checks logins against the accounts. A password that was right is remembered for some minutes as
 * an HMAC under a key that only this process knows, so that a program that logs in for each message
 * does not cost 19 MiB and 30 ms each time.
 */
public final class AccountVerifier implements Verifier {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 10_000;

    private record Right(Secrets secrets, Instant until) {}

    private final Accounts accounts;
    private final Passwords passwords;
    private final InstantSource clock;
    private final Secrets decoy;
    private final byte[] key = new byte[32];
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Right> rights =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Right> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            }; // guarded by lock

    /** A verifier. */
    public AccountVerifier(
            Accounts accounts, Passwords passwords, InstantSource clock, SecureRandom random) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
        random.nextBytes(key);
        this.decoy =
                new Secrets(
                        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                        "");
    }

    private Optional<Account> account(String login) {
        return MailAddress.parse(login).flatMap(accounts::find);
    }

    @Override
    public boolean isPassword(String login, String password) {
        Optional<Account> account = account(login);
        if (account.isEmpty()) {
            boolean _ =
                    passwords.verify(decoy, password); // takes as long: nobody learns who exists
            return false;
        }
        Secrets secrets = account.get().secrets();
        String token = token(account.get().address() + "\0" + password);
        if (isRemembered(token, secrets)) {
            return true;
        }
        if (!passwords.verify(secrets, password)) {
            return false;
        }
        remember(token, secrets);
        return true;
    }

    private boolean isRemembered(String token, Secrets secrets) {
        lock.lock();
        try {
            Right right = rights.get(token);
            return right != null
                    && right.secrets().equals(secrets)
                    && clock.instant().isBefore(right.until());
        } finally {
            lock.unlock();
        }
    }

    private void remember(String token, Secrets secrets) {
        lock.lock();
        try {
            rights.put(token, new Right(secrets, clock.instant().plus(REMEMBERED)));
        } finally {
            lock.unlock();
        }
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC", e);
        }
    }

    private String token(String text) {
        return Base64.getEncoder().encodeToString(hmac(text));
    }

    @Override
    public Optional<ScramSecret> secret(String login) {
        return account(login).flatMap(a -> ScramSecret.parse(a.secrets().scram()));
    }

    @Override
    public byte[] decoySalt(String login) {
        // Accounts are found without regard to case: a salt that changed with it would tell that
        // there is none.
        String name = MailAddress.parse(login).map(a -> a.folded().toString()).orElse(login);
        return Arrays.copyOf(hmac("salt " + name), 16);
    }
}
