package org.hikyaku.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The client's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802 section 3, RFC 7677). */
public final class ScramClient {

    /** RFC 5802 section 6: no channel binding. */
    private static final String UNBOUND = "n,,";

    private final String password;
    private final String nonce;
    private final String gs2Header;
    private final byte[] channel;
    private final String firstBare;
    private byte[] expected = new byte[0];

    /**
     * A login without channel binding.
     *
     * @param nonce random printable text without commas
     */
    public ScramClient(String login, String password, String nonce) {
        this(login, password, nonce, UNBOUND, new byte[0]);
    }

    private ScramClient(
            String login, String password, String nonce, String gs2Header, byte[] channel) {
        this.password = password;
        this.nonce = nonce;
        this.gs2Header = gs2Header;
        this.channel = channel;
        this.firstBare = "n=" + ScramMessage.escaped(login) + ",r=" + nonce;
    }

    /**
     * A login with the PLUS mechanism, bound to the channel.
     *
     * @param type the binding's name (RFC 5929, RFC 9266), such as {@code tls-exporter}
     * @param channel its octets
     */
    public static ScramClient bound(
            String login, String password, String nonce, String type, byte[] channel) {
        return new ScramClient(login, password, nonce, "p=" + type + ",,", channel.clone());
    }

    /** The first message. */
    public byte[] first() {
        return (gs2Header + firstBare).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The answer to the server's first message; empty where that makes no sense or asks for too
     * much work.
     */
    public Optional<byte[]> answer(byte[] serverFirst) {
        String text = new String(serverFirst, StandardCharsets.UTF_8);
        Map<Character, String> attributes = ScramMessage.parse(text).orElse(Map.of());
        String nonce = attributes.getOrDefault('r', "");
        String rounds = attributes.getOrDefault('i', "");
        byte[] salt = ScramMessage.decoded(attributes.getOrDefault('s', "")).orElse(new byte[0]);
        // RFC 5802 section 5.1: the nonce begins with ours, and the server has added to it.
        boolean ours = nonce.startsWith(this.nonce) && nonce.length() > this.nonce.length();
        if (!ours || salt.length == 0 || !rounds.matches("[1-9][0-9]{0,6}")) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(rounds);
        if (iterations > ScramSecret.MAX_ITERATIONS) {
            return Optional.empty();
        }
        byte[] salted = ScramSecret.salted(password, salt, iterations);
        ByteArrayOutputStream binding = new ByteArrayOutputStream();
        binding.writeBytes(gs2Header.getBytes(StandardCharsets.UTF_8));
        binding.writeBytes(channel);
        String c = Base64.getEncoder().encodeToString(binding.toByteArray());
        String withoutProof = "c=" + c + ",r=" + nonce;
        String all = firstBare + "," + text + "," + withoutProof;
        byte[] clientKey = ScramSecret.hmac(salted, "Client Key");
        byte[] signature = ScramSecret.hmac(ScramSecret.hash(clientKey), all);
        byte[] proof = new byte[ScramSecret.OCTETS];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        expected = ScramSecret.hmac(ScramSecret.hmac(salted, "Server Key"), all);
        return Optional.of(
                (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the server's last message proves that it knows the password as well. */
    public boolean isServerProved(byte[] serverFinal) {
        String text = new String(serverFinal, StandardCharsets.UTF_8);
        String claimed = "v=" + Base64.getEncoder().encodeToString(expected);
        return expected.length > 0
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8),
                        claimed.getBytes(StandardCharsets.UTF_8));
    }
}
