package org.hikyaku.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LOGIN, which was never standardised (draft-murchison-sasl-login): name and password on questions.
 * Within TLS only.
 */
public final class Login implements SaslServer {

    private final Verifier verifier;
    private boolean asked;
    private @Nullable String name;

    /** A login. */
    public Login(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public SaslStep step(byte[] response) {
        if (response.length == 0 && !asked && name == null) {
            asked = true;
            return challenge("Username:");
        }
        Optional<String> decoded = SaslText.decoded(response);
        if (response.length == 0 || decoded.isEmpty()) {
            return new SaslStep.Failure(
                    name == null ? "" : name, "the response is empty, too long or not UTF-8");
        }
        String text = decoded.get();
        if (name == null) {
            name = text;
            return challenge("Password:");
        }
        return verifier.isPassword(name, text)
                ? new SaslStep.Success(name)
                : new SaslStep.Failure(name, "wrong password or unknown login");
    }

    private static SaslStep challenge(String text) {
        return new SaslStep.Challenge(text.getBytes(StandardCharsets.US_ASCII));
    }
}
