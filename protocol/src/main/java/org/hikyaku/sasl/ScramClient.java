package org.hikyaku.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The client's side of SCRAM-SHA-256, without channel binding (RFC 5802 section 3). */
public final class ScramClient {

    private final String password;
    private final String nonce;
    private final String firstBare;
    private byte[] expected = new byte[0];

    /**
     * A login.
     *
     * @param nonce random printable text without commas
     */
    public ScramClient(String login, String password, String nonce) {
        this.password = password;
        this.nonce = nonce;
        this.firstBare = "n=" + ScramMessage.escaped(login) + ",r=" + nonce;
    }

    /** The first message. */
    public byte[] first() {
        return ("n,," + firstBare).getBytes(StandardCharsets.UTF_8);
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
        String withoutProof = "c=biws,r=" + nonce;
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
