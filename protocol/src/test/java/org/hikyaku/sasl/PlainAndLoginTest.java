package org.hikyaku.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hikyaku.sasl.OneLogin.challenge;
import static org.hikyaku.sasl.OneLogin.octets;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainAndLoginTest {

    private static final byte[] NOTHING = new byte[0];

    private final OneLogin verifier = OneLogin.of("tim", "tanstaaftanstaaf");

    /** RFC 4616 section 4, and around it; a bar stands for NUL. */
    @ParameterizedTest
    @ValueSource(strings = {"|tim|tanstaaftanstaaf", "tim|tim|tanstaaftanstaaf"})
    void plainLetsIn(String message) {
        assertThat(new Plain(verifier).step(octets(message.replace('|', '\0'))))
                .isEqualTo(new SaslStep.Success("tim"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "|tim|wrong; tim",
                "|nobody|tanstaaftanstaaf; nobody",
                "Ursel|tim|tanstaaftanstaaf; tim",
                "|tim|; ''",
                "||tanstaaftanstaaf; ''",
                "tim|tanstaaftanstaaf; ''",
                "|tim|tanstaaftanstaaf|; ''",
                "tim; ''",
                "||; ''",
            },
            delimiter = ';')
    void plainKeepsOut(String message, String login) {
        assertThat(new Plain(verifier).step(octets(message.replace('|', '\0'))))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> {
                            assertThat(f.login()).isEqualTo(login);
                            assertThat(f.causeForLog()).doesNotContain("tanstaaf");
                        });
    }

    @Test
    void plainAsksOnce() {
        Plain plain = new Plain(verifier);
        assertThat(challenge(plain.step(NOTHING))).isEmpty();
        assertThat(plain.step(NOTHING)).isInstanceOf(SaslStep.Failure.class);
        Plain other = new Plain(verifier);
        assertThat(challenge(other.step(NOTHING))).isEmpty();
        assertThat(other.step(octets("\0tim\0tanstaaftanstaaf")))
                .isEqualTo(new SaslStep.Success("tim"));
    }

    @Test
    void plainIsUtf8AndShort() {
        byte[] latin = "\0t\u00efm\0tanstaaftanstaaf".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new Plain(verifier).step(latin)).isInstanceOf(SaslStep.Failure.class);
        byte[] endless = octets("\0tim\0" + "a".repeat(SaslServer.MAX_RESPONSE_OCTETS));
        assertThat(new Plain(verifier).step(endless)).isInstanceOf(SaslStep.Failure.class);
    }

    @Test
    void loginAsksForBoth() {
        Login login = new Login(verifier);
        assertThat(challenge(login.step(NOTHING))).isEqualTo("Username:");
        assertThat(challenge(login.step(octets("tim")))).isEqualTo("Password:");
        assertThat(login.step(octets("tanstaaftanstaaf"))).isEqualTo(new SaslStep.Success("tim"));
    }

    @Test
    void loginTakesTheNameAtOnce() {
        Login login = new Login(verifier);
        assertThat(challenge(login.step(octets("tim")))).isEqualTo("Password:");
        assertThat(login.step(octets("wrong")))
                .isEqualTo(new SaslStep.Failure("tim", "wrong password or unknown login"));
    }

    @Test
    void loginNeedsBoth() {
        Login noName = new Login(verifier);
        assertThat(challenge(noName.step(NOTHING))).isEqualTo("Username:");
        assertThat(noName.step(NOTHING)).isInstanceOf(SaslStep.Failure.class);
        Login noPassword = new Login(verifier);
        assertThat(challenge(noPassword.step(octets("tim")))).isEqualTo("Password:");
        assertThat(noPassword.step(NOTHING))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class, f -> assertThat(f.login()).isEqualTo("tim"));
    }
}
