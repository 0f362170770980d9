package org.hikyaku.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hikyaku.sasl.OneLogin.challenge;
import static org.hikyaku.sasl.OneLogin.octets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramSha256Test {

    private static final byte[] EXPORTER = octets("32 octets that both ends know...");
    private static final byte[] NOTHING = new byte[0];
    private static final Map<String, byte[]> TLS = Map.of("tls-exporter", EXPORTER);
    private static final Map<String, byte[]> NO_TLS = Map.of();

    /** 32 zeros: a proof by its length only. */
    private static final String ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final OneLogin verifier = OneLogin.of("user", "pencil");

    private ScramSha256 server(Map<String, byte[]> bindings, boolean plus) {
        return new ScramSha256(verifier, bindings, plus, "serverNonce");
    }

    /** The example of RFC 7677 section 3, both ends. */
    @Test
    void theExampleOfTheRfc() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        OneLogin known = new OneLogin("user", "pencil", ScramSecret.of("pencil", salt, 4096));
        ScramSha256 server =
                new ScramSha256(known, NO_TLS, false, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        ScramClient client = new ScramClient("user", "pencil", "rOprNGfwEbeRWgbNEkqO");

        assertThat(client.first()).asString().isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        String serverFirst = challenge(server.step(client.first()));
        assertThat(serverFirst)
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        byte[] clientFinal = client.answer(octets(serverFirst)).orElseThrow();
        assertThat(clientFinal)
                .asString()
                .isEqualTo(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        String serverFinal = challenge(server.step(clientFinal));
        assertThat(serverFinal).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(client.isServerProved(octets(serverFinal))).isTrue();
        assertThat(server.step(NOTHING)).isEqualTo(new SaslStep.Success("user"));
    }

    /** The first two messages of RFC 5802 section 5; its proofs are SHA-1's. */
    @Test
    void theFormOfTheFirstMessages() {
        byte[] salt = Base64.getDecoder().decode("QSXCR+Q6sek8bf92");
        OneLogin known = new OneLogin("user", "pencil", ScramSecret.of("pencil", salt, 4096));
        ScramSha256 server = new ScramSha256(known, NO_TLS, false, "3rfcNHYJY1ZVvWVs7j");
        assertThat(challenge(server.step(octets("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"))))
                .isEqualTo(
                        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    }

    private static SaslStep login(
            ScramSha256 server, String header, byte[] bound, String password) {
        return login(server, header, "user", bound, password);
    }

    /** Logs in as RFC 5802 section 3 says, with whatever header and channel; the last answer. */
    private static SaslStep login(
            ScramSha256 server, String header, String name, byte[] bound, String password) {
        String bare = "n=" + ScramMessage.escaped(name) + ",r=abc";
        SaslStep first = server.step(octets(header + bare));
        if (!(first instanceof SaslStep.Challenge)) {
            return first;
        }
        return server.step(octets(answer(header, bare, challenge(first), bound, password)));
    }

    private static String answer(
            String header, String bare, String serverFirst, byte[] bound, String password) {
        Map<Character, String> said = ScramMessage.parse(serverFirst).orElseThrow();
        byte[] salt = Base64.getDecoder().decode(said.getOrDefault('s', ""));
        int rounds = Integer.parseInt(said.getOrDefault('i', ""));
        byte[] channel = new byte[header.length() + bound.length];
        System.arraycopy(octets(header), 0, channel, 0, header.length());
        System.arraycopy(bound, 0, channel, header.length(), bound.length);
        String withoutProof =
                "c=" + Base64.getEncoder().encodeToString(channel) + ",r=" + said.get('r');
        byte[] clientKey =
                ScramSecret.hmac(ScramSecret.salted(password, salt, rounds), "Client Key");
        byte[] signature =
                ScramSecret.hmac(
                        ScramSecret.hash(clientKey), bare + "," + serverFirst + "," + withoutProof);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
    }

    private static void assertIn(SaslStep step) {
        assertThat(challenge(step)).startsWith("v=");
    }

    private static void assertOut(SaslStep step, String cause) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class, f -> assertThat(f.causeForLog()).contains(cause));
    }

    @Test
    void letsInWithoutChannelBinding() {
        assertIn(login(server(NO_TLS, false), "n,,", NOTHING, "pencil"));
        assertIn(login(server(NO_TLS, false), "y,,", NOTHING, "pencil"));
        assertIn(login(server(TLS, false), "n,,", NOTHING, "pencil"));
    }

    @Test
    void letsInWithChannelBinding() {
        assertIn(login(server(TLS, true), "p=tls-exporter,,", EXPORTER, "pencil"));
    }

    @Test
    void anAuthorizationIdentityIsOnesOwn() {
        assertIn(login(server(NO_TLS, false), "n,a=user,", NOTHING, "pencil"));
        assertOut(login(server(NO_TLS, false), "n,a=other,", NOTHING, "pencil"), "somebody else");
        assertOut(login(server(NO_TLS, false), "n,x,", NOTHING, "pencil"), "somebody else");
    }

    @Test
    void aNameIsEscaped() {
        OneLogin odd = OneLogin.of("a,b=c=2C", "pencil");
        ScramSha256 server = new ScramSha256(odd, NO_TLS, false, "s");
        assertIn(login(server, "n,,", "a,b=c=2C", NOTHING, "pencil"));
        assertThat(server.step(NOTHING)).isEqualTo(new SaslStep.Success("a,b=c=2C"));
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginLookTheSame() {
        String cause = "wrong password or unknown login";
        assertOut(login(server(NO_TLS, false), "n,,", NOTHING, "pen"), cause);
        assertOut(login(server(NO_TLS, false), "n,,", "nobody", NOTHING, "pencil"), cause);
        String first = challenge(server(NO_TLS, false).step(octets("n,,n=nobody,r=a")));
        assertThat(challenge(server(NO_TLS, false).step(octets("n,,n=nobody,r=a"))))
                .as("the same salt each time")
                .isEqualTo(first)
                .matches("r=aserverNonce,s=[A-Za-z0-9+/]{22}==,i=[0-9]+");
    }

    @Test
    void nobodyGetsInWithTheDecoysProof() {
        // The decoy's stored key is no secret: zeros.
        ScramSha256 server = server(NO_TLS, false);
        String first = challenge(server.step(octets("n,,n=nobody,r=a")));
        String nonce = first.substring(0, first.indexOf(','));
        byte[] signature =
                ScramSecret.hmac(
                        new byte[ScramSecret.OCTETS], "n=nobody,r=a," + first + ",c=biws," + nonce);
        String proof = Base64.getEncoder().encodeToString(signature);
        assertOut(server.step(octets("c=biws," + nonce + ",p=" + proof)), "wrong password");
    }

    @Test
    void somebodyInBetweenIsNoticed() {
        byte[] theirs = EXPORTER.clone();
        theirs[0] ^= 1;
        String cause = "somebody is in between";
        assertOut(login(server(TLS, true), "p=tls-exporter,,", theirs, "pencil"), cause);
        assertOut(login(server(TLS, true), "p=tls-exporter,,", NOTHING, "pencil"), cause);
    }

    @Test
    void aDowngradeIsNoticed() {
        // RFC 5802 section 6: the client can bind and saw no PLUS, though it was offered.
        assertOut(login(server(TLS, false), "y,,", NOTHING, "pencil"), "taken out on the way");
    }

    @Test
    void theHeaderIsRepeated() {
        ScramSha256 server = server(TLS, false);
        String first = challenge(server.step(octets("n,,n=user,r=abc")));
        String forged = answer("y,,", "n=user,r=abc", first, NOTHING, "pencil");
        assertOut(server.step(octets(forged)), "channel binding does not fit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true; n,,",
                "true; y,,",
                "true; p=tls-unique,,",
                "true; p=,,",
                "false; p=tls-exporter,,",
                "false; x,,",
                "false; N,,",
                "false; ,,",
            })
    void aBindingThatIsNotOffered(boolean plus, String header) {
        assertThat(login(server(TLS, plus), header, EXPORTER, "pencil"))
                .isInstanceOf(SaslStep.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "n,",
                "n,,",
                "n=user,r=abc",
                "n,,r=abc",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,r=abc,n=user",
                "n,,n=user,r=abc,r=abc",
                "n,,n=user,n=user,r=abc",
                "n,,m=1,n=user,r=abc",
                "n,,n=user,r=abc,m=1",
                "n,,n=us=er,r=abc",
                "n,,n=us=3der,r=abc",
                "n,,n=us\0er,r=abc",
                "n,,n=user,r=a c",
                "n,,n=user,r=aüc",
                "n,,n=user,r=a\u007fc",
                "n,,n=user,r=abc,",
                "n,,n=user,1=abc,r=abc",
            })
    void aMalformedFirstMessage(String text) {
        assertThat(server(NO_TLS, false).step(octets(text))).isInstanceOf(SaslStep.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p=",
                "c=biws",
                "c=biws,r=abcserverNonce",
                "c=biws,r=abcserverNonce,p=",
                "c=biws,r=abcserverNonce,p=AAAA",
                "c=biws,r=abcserverNonce,p=!",
                "c=biws,r=abcserverNonce,p=" + ZEROS + ",x=1",
                "c=biws,r=abc,p=" + ZEROS,
                "c=,r=abcserverNonce,p=" + ZEROS,
                "c=!,r=abcserverNonce,p=" + ZEROS,
                "r=abcserverNonce,p=" + ZEROS,
                "c=biws,r=abcserverNonce,p=" + ZEROS,
                "c=biws,m=1,r=abcserverNonce,p=" + ZEROS,
            })
    void aMalformedOrWrongFinalMessage(String text) {
        ScramSha256 server = server(NO_TLS, false);
        challenge(server.step(octets("n,,n=user,r=abc")));
        assertThat(server.step(octets(text)))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class, f -> assertThat(f.login()).isEqualTo("user"));
    }

    @Test
    void aProofIsGoodOnce() {
        ScramSha256 one = server(NO_TLS, false);
        String first = challenge(one.step(octets("n,,n=user,r=abc")));
        String proof = answer("n,,", "n=user,r=abc", first, NOTHING, "pencil");
        ScramSha256 other = new ScramSha256(verifier, NO_TLS, false, "otherNonce");
        challenge(other.step(octets("n,,n=user,r=abc")));
        assertThat(other.step(octets(proof))).isInstanceOf(SaslStep.Failure.class);
    }

    @Test
    void anEmptyResponseIsAskedForOnce() {
        ScramSha256 server = server(NO_TLS, false);
        assertThat(challenge(server.step(NOTHING))).isEmpty();
        assertThat(server.step(NOTHING)).isInstanceOf(SaslStep.Failure.class);
    }

    @Test
    void anEndlessResponseIsNone() {
        byte[] endless = octets("n,,n=user,r=" + "a".repeat(SaslServer.MAX_RESPONSE_OCTETS));
        assertThat(server(NO_TLS, false).step(endless)).isInstanceOf(SaslStep.Failure.class);
        byte[] notUtf8 = "n,,n=\u00fc,r=abc".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(server(NO_TLS, false).step(notUtf8)).isInstanceOf(SaslStep.Failure.class);
    }
}
