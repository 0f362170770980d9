package org.hikyaku.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramSecretTest {

    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void readsWhatItWrites() {
        ScramSecret secret = ScramSecret.of("pencil", new byte[] {1, 2, 3}, 4096);
        assertThat(secret.text()).startsWith("SCRAM-SHA-256$4096:AQID$");
        assertThat(ScramSecret.parse(secret.text())).contains(secret);
        assertThat(secret).hasSameHashCodeAs(ScramSecret.parse(secret.text()).orElseThrow());
        assertThat(secret.toString()).doesNotContain("AQID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "SCRAM-SHA-1$4096:AQID$" + KEY + ":" + KEY,
                "SCRAM-SHA-256$0:AQID$" + KEY + ":" + KEY,
                "SCRAM-SHA-256$99999999:AQID$" + KEY + ":" + KEY,
                "SCRAM-SHA-256$4096:$" + KEY + ":" + KEY,
                "SCRAM-SHA-256$4096:!$" + KEY + ":" + KEY,
                "SCRAM-SHA-256$4096:AQID$:" + KEY,
                "SCRAM-SHA-256$4096:AQID$" + KEY + ":AQID",
                "SCRAM-SHA-256$4096:AQID$" + KEY,
                "SCRAM-SHA-256$4096:AQID$" + KEY + ":" + KEY + ":",
            })
    void isNone(String text) {
        assertThat(ScramSecret.parse(text)).isEmpty();
    }

    /** RFC 4013 section 3, where nothing is prohibited, and more of section 2.1. */
    @ParameterizedTest
    @CsvSource({
        "I\u00adX, IX",
        "user, user",
        "USER, USER",
        "\u00aa, a",
        "\u2168, IX",
        "a\u00a0b, a b",
        "a\u3000b, a b",
        "a\u200d\u034f\ufe0fb, ab",
        "e\u0301, \u00e9",
    })
    void preparesPasswords(String typed, String prepared) {
        assertThat(ScramSecret.prepared(typed)).isEqualTo(prepared);
        assertThat(ScramSecret.of(typed, new byte[] {1}, 1))
                .isEqualTo(ScramSecret.of(prepared, new byte[] {1}, 1));
    }

    @Test
    void anEmptyPasswordHasASecretAsWell() {
        assertThat(ScramSecret.of("\u00ad", new byte[] {1}, 1))
                .isEqualTo(ScramSecret.of("", new byte[] {1}, 1));
    }
}
