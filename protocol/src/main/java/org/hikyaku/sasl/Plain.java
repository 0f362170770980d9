package org.hikyaku.sasl;

import java.util.Optional;

/** PLAIN (RFC 4616): {@code authzid NUL authcid NUL password}. Within TLS only. */
public final class Plain implements SaslServer {

    private final Verifier verifier;
    private boolean asked;

    /** A login. */
    public Plain(Verifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public SaslStep step(byte[] response) {
        if (response.length == 0 && !asked) {
            asked = true;
            return new SaslStep.Challenge(new byte[0]);
        }
        Optional<String> text = SaslText.decoded(response);
        if (text.isEmpty()) {
            return new SaslStep.Failure("", "the response is too long or not UTF-8");
        }
        String[] parts = text.get().split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new SaslStep.Failure("", "the response is not authzid NUL authcid NUL password");
        }
        // RFC 4616 section 2: another authorization identity must be allowed explicitly; none is.
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
            return new SaslStep.Failure(parts[1], "wants to act for somebody else");
        }
        return verifier.isPassword(parts[1], parts[2])
                ? new SaslStep.Success(parts[1])
                : new SaslStep.Failure(parts[1], "wrong password or unknown login");
    }
}
