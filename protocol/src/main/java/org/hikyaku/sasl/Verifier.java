package org.hikyaku.sasl;

import java.util.Optional;

/** Knows who may log in. Safe for many threads. */
public interface Verifier {

    /** Whether {@code password} is that of {@code login}. Takes as long for an unknown login. */
    boolean isPassword(String login, String password);

    /** What is kept for SCRAM; empty for an unknown login. */
    Optional<ScramSecret> secret(String login);

    /**
     * A salt for logins that do not exist, the same each time, so that nobody learns which do (RFC
     * 5802 section 9).
     */
    byte[] decoySalt(String login);
}
