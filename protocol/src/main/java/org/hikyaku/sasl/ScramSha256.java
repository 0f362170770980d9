package org.hikyaku.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677). */
public final class ScramSha256 implements SaslServer {

    private enum Stage {
        FIRST,
        FINAL,
        CONFIRMED
    }

    private final Verifier verifier;
    private final Map<String, byte[]> bindings;
    private final boolean plus;
    private final String serverNonce;
    private Stage stage = Stage.FIRST;
    private boolean asked;
    private String login = "";
    private String clientFirstBare = "";
    private String gs2Header = "";
    private String nonce = "";
    private String serverFirst = "";
    private byte[] bound = new byte[0];
    private boolean known;
    private @Nullable ScramSecret secret;

    /**
     * A login.
     *
     * @param bindings what this session's channel can be bound to, by the names of RFC 5929 and RFC
     *     9266; empty where nothing can
     * @param plus whether the client chose the PLUS mechanism
     * @param serverNonce random printable text without commas, 18 octets of chance at least
     */
    public ScramSha256(
            Verifier verifier, Map<String, byte[]> bindings, boolean plus, String serverNonce) {
        this.verifier = verifier;
        this.bindings = Map.copyOf(bindings);
        this.plus = plus;
        this.serverNonce = serverNonce;
    }

    @Override
    public SaslStep step(byte[] response) {
        Optional<String> text = SaslText.decoded(response);
        if (text.isEmpty()) {
            return failure("the response is too long or not UTF-8");
        }
        return switch (stage) {
            case FIRST -> first(text.get());
            case FINAL -> last(text.get());
            case CONFIRMED -> new SaslStep.Success(login); // the client has seen our proof
        };
    }

    private SaslStep failure(String cause) {
        return new SaslStep.Failure(login, cause);
    }

    private SaslStep first(String text) {
        if (text.isEmpty() && !asked) {
            asked = true;
            return new SaslStep.Challenge(new byte[0]);
        }
        int bare = afterGs2Header(text);
        if (bare < 0) {
            return failure("the first message has no GS2 header");
        }
        gs2Header = text.substring(0, bare);
        clientFirstBare = text.substring(bare);
        Map<Character, String> attributes = ScramMessage.parse(clientFirstBare).orElseGet(Map::of);
        String name = ScramMessage.unescaped(attributes.getOrDefault('n', "")).orElse("");
        String clientNonce = attributes.getOrDefault('r', "");
        // RFC 5802 section 5: the order is fixed.
        if (name.isEmpty()
                || !clientFirstBare.startsWith("n=")
                || !ScramMessage.isNonce(clientNonce)) {
            return failure("the first message has no name or no nonce");
        }
        String problem = headerProblem(name);
        return problem.isEmpty() ? challenge(name, clientNonce) : failure(problem);
    }

    private SaslStep challenge(String name, String clientNonce) {
        login = name;
        Optional<ScramSecret> kept = verifier.secret(name);
        known = kept.isPresent();
        // RFC 5802 section 9: who does not exist gets a salt as well.
        ScramSecret used =
                kept.orElseGet(
                        () ->
                                new ScramSecret(
                                        ScramSecret.ITERATIONS,
                                        verifier.decoySalt(name),
                                        new byte[ScramSecret.OCTETS],
                                        new byte[ScramSecret.OCTETS]));
        secret = used;
        nonce = clientNonce + serverNonce;
        serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + Base64.getEncoder().encodeToString(used.salt())
                        + ",i="
                        + used.iterations();
        stage = Stage.FINAL;
        return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    /** Where the bare message starts: after the second comma. */
    private static int afterGs2Header(String text) {
        int first = text.indexOf(',');
        int second = first < 0 ? -1 : text.indexOf(',', first + 1);
        return second + 1 == 0 ? -1 : second + 1;
    }

    /** Takes the binding that the client names; what is wrong with the GS2 header. */
    private String headerProblem(String name) {
        int comma = gs2Header.indexOf(',');
        String flag = gs2Header.substring(0, comma);
        String other = gs2Header.substring(comma + 1, gs2Header.length() - 1);
        // RFC 5802 section 5.1: an authorization identity may stand here; none but one's own.
        boolean own =
                other.startsWith("a=")
                        && ScramMessage.unescaped(other.substring(2)).equals(Optional.of(name));
        if (!other.isEmpty() && !own) {
            return "wants to act for somebody else";
        }
        if (flag.startsWith("p=")) {
            byte[] octets = bindings.get(flag.substring(2));
            if (!plus || octets == null) {
                return "channel binding " + flag + " is not offered";
            }
            bound = octets;
            return "";
        }
        if (plus) {
            return "PLUS without channel binding";
        }
        // RFC 5802 section 6: "y" says that the client could bind but saw no PLUS offered.
        if (flag.equals("y") && !bindings.isEmpty()) {
            return "the offer of channel binding was taken out on the way";
        }
        return flag.equals("n") || flag.equals("y") ? "" : "unknown channel binding flag";
    }

    private SaslStep last(String text) {
        int proofAt = text.lastIndexOf(",p=");
        Map<Character, String> attributes = ScramMessage.parse(text).orElseGet(Map::of);
        ScramSecret kept = secret;
        if (proofAt < 0 || attributes.isEmpty() || kept == null) {
            return failure("the final message has no proof");
        }
        // RFC 5802 section 6: "c" repeats the header and holds the octets of the channel.
        byte[] expected = concat(gs2Header.getBytes(StandardCharsets.UTF_8), bound);
        if (!MessageDigest.isEqual(expected, decoded(attributes.getOrDefault('c', "")))) {
            return failure("the channel binding does not fit: somebody is in between");
        }
        byte[] proof = decoded(text.substring(proofAt + 3));
        if (!attributes.getOrDefault('r', "").equals(nonce) || proof.length != ScramSecret.OCTETS) {
            return failure("the nonce or the proof does not fit");
        }
        return judged(
                kept,
                clientFirstBare + "," + serverFirst + "," + text.substring(0, proofAt),
                proof);
    }

    /** RFC 5802 section 3: the proof hides a key whose hash we keep. */
    private SaslStep judged(ScramSecret kept, String all, byte[] proof) {
        byte[] signature = ScramSecret.hmac(kept.storedKey(), all);
        byte[] clientKey = new byte[ScramSecret.OCTETS];
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] = (byte) (proof[i] ^ signature[i]);
        }
        boolean right = MessageDigest.isEqual(ScramSecret.hash(clientKey), kept.storedKey());
        if (!right || !known) {
            return failure("wrong password or unknown login");
        }
        stage = Stage.CONFIRMED;
        String v =
                "v=" + Base64.getEncoder().encodeToString(ScramSecret.hmac(kept.serverKey(), all));
        return new SaslStep.Challenge(v.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static byte[] decoded(String base64) {
        return ScramMessage.decoded(base64).orElse(new byte[0]);
    }
}
