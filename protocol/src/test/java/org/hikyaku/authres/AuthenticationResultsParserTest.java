package org.hikyaku.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.hikyaku.authres.AuthenticationResultsParser.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticationResultsParserTest {

    @Test
    void readsTheCommentHeavyExampleOfTheStandard() throws Malformed {
        AuthenticationResults field =
                AuthenticationResultsParser.parse(
                        "foo.example.net (foobar) 1 (baz);\r\n"
                                + "    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
                                + "      policy (A dot can go here) . (like that) expired\r\n"
                                + "      (this surprised me) = (as I wasn't expecting it) 1362471462");
        assertThat(field.authservId()).isEqualTo("foo.example.net");
        assertThat(field.version()).isEqualTo(1);
        assertThat(field.results())
                .containsExactly(
                        Result.of(
                                "dkim",
                                "fail",
                                null,
                                new Property("policy", "expired", "1362471462")));
    }

    @Test
    void readsReasonsCommentsAndSeveralProperties() throws Malformed {
        AuthenticationResults field =
                AuthenticationResultsParser.parse(
                        "example.com; dkim=pass (2048 (bit) key) reason=\"good \\\"signature\\\"\""
                                + " header.d=example.net header.b=\"gfT/i2HB\"; spf/2=FAIL"
                                + " smtp.mailfrom=\"a b\"@example.net");
        assertThat(field.results())
                .containsExactly(
                        new Result(
                                "dkim",
                                1,
                                "pass",
                                "good \"signature\"",
                                java.util.List.of(
                                        new Property("header", "d", "example.net"),
                                        new Property("header", "b", "gfT/i2HB")),
                                "2048 (bit) key"),
                        new Result(
                                "spf",
                                2,
                                "fail",
                                null,
                                java.util.List.of(
                                        new Property("smtp", "mailfrom", "a b@example.net")),
                                null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0",
                "(only a comment) | 16",
                "example.com x; none | 12",
                "example.com; none; spf | 22",
                "example.com; =pass | 13",
                "example.com; spf | 16",
                "example.com; spf= | 17",
                "example.com; spf=pass smtp. | 22",
                "example.com; spf=pass smtp.mailfrom | 22",
                "example.com; spf=pass (x | 22",
                "example.com; spf=pass reason=\"x | 29",
                "example.com; spf=pass x) | 22",
                "example.com; spf/x=pass | 17"
            })
    void tellsWhereTheFaultIs(String value, int position) {
        Malformed fault =
                catchThrowableOfType(
                        Malformed.class, () -> AuthenticationResultsParser.parse(value));
        assertThat(fault).as(value).isNotNull();
        assertThat(fault.position()).as(value + ": " + fault.getMessage()).isEqualTo(position);
    }

    @Test
    void theWorkIsBounded() {
        for (String value :
                new String[] {
                    "x".repeat(AuthenticationResultsParser.MAX_CHARS + 1),
                    "example.com"
                            + "; spf=pass".repeat(AuthenticationResultsParser.MAX_RESULTS + 1),
                    "example.com; spf=pass"
                            + " a.b=c".repeat(AuthenticationResultsParser.MAX_PROPERTIES + 1)
                }) {
            assertThat(
                            catchThrowableOfType(
                                    Malformed.class,
                                    () -> AuthenticationResultsParser.parse(value)))
                    .isNotNull();
        }
    }
}
