package org.hikyaku.authres;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Set;

final class AuthenticationResultsFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            AuthenticationResults field = AuthenticationResultsParser.parse(text);
            roundTrip(field);
            String id = field.authservId();
            if (!id.isBlank()
                    && id.chars().allMatch(c -> FieldLexer.isKeyword((char) c) || c == '.')) {
                assertThat(AuthenticationResults.isForged(text, Set.of(id))).isTrue();
            }
        } catch (AuthenticationResultsParser.Malformed e) {
            assertThat(e.position()).isBetween(0, text.length());
        }
        AuthenticationResults.isForged(text, Set.of("mx.example.com"));
    }

    /** What is written is read again, with the same results and properties, on sound lines. */
    private static void roundTrip(AuthenticationResults field) {
        String value = field.fieldValue();
        for (String line : value.split("\r\n", -1)) {
            assertThat(line).isNotBlank().doesNotContain("\r").doesNotContain("\n");
            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(998);
        }
        try {
            AuthenticationResults again = AuthenticationResultsParser.parse(value);
            if (!field.authservId().isEmpty()) {
                assertThat(again.results()).hasSameSizeAs(field.results());
                assertThat(again.fieldValue()).isEqualTo(value);
            }
        } catch (AuthenticationResultsParser.Malformed e) {
            throw new AssertionError(value, e);
        }
    }
}
