package org.hikyaku.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Knows one login. */
record OneLogin(String login, String password, ScramSecret kept) implements Verifier {

    static OneLogin of(String login, String password) {
        byte[] salt = "a salt of sixteen".getBytes(StandardCharsets.US_ASCII);
        return new OneLogin(login, password, ScramSecret.of(password, salt, 4096));
    }

    @Override
    public boolean isPassword(String name, String tried) {
        return name.equals(login) && tried.equals(password);
    }

    @Override
    public Optional<ScramSecret> secret(String name) {
        return name.equals(login) ? Optional.of(kept) : Optional.empty();
    }

    @Override
    public byte[] decoySalt(String name) {
        return Arrays.copyOf(ScramSecret.hash(octets(name)), 16);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a challenge. */
    static String challenge(SaslStep step) {
        if (step instanceof SaslStep.Challenge(byte[] octets)) {
            return new String(octets, StandardCharsets.UTF_8);
        }
        throw new AssertionError(step.toString());
    }
}
