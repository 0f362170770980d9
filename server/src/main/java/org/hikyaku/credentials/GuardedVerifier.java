package org.hikyaku.credentials;

import java.net.InetAddress;
import java.util.Optional;
import org.hikyaku.sasl.ScramSecret;
import org.hikyaku.sasl.Verifier;

/**
 * What one login of one client asks a {@link Verifier}, but for what a {@link LoginGuard} bars:
 * that is wrong without a look, so that guessing costs the server nothing. Belongs to one login.
 */
public final class GuardedVerifier implements Verifier {

    private final Verifier verifier;
    private final LoginGuard guard;
    private final InetAddress client;
    private boolean hasBarred;

    /** For a login of {@code client}. */
    public GuardedVerifier(Verifier verifier, LoginGuard guard, InetAddress client) {
        this.verifier = verifier;
        this.guard = guard;
        this.client = client;
    }

    private boolean isBarred(String login) {
        boolean barred = guard.isBarred(client, login);
        hasBarred |= barred;
        return barred;
    }

    @Override
    public boolean isPassword(String login, String password) {
        return !isBarred(login) && verifier.isPassword(login, password);
    }

    @Override
    public Optional<ScramSecret> secret(String login) {
        return isBarred(login) ? Optional.empty() : verifier.secret(login);
    }

    @Override
    public byte[] decoySalt(String login) {
        return verifier.decoySalt(login);
    }

    /** Whether the login was turned away without a look. */
    public boolean hasBarred() {
        return hasBarred;
    }
}
