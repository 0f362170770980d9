package org.hikyaku.authres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationResultsTest {

    private static final Set<String> OWN = Set.of("mx.example.com", "MX.Bücher.example");

    private static AuthenticationResults with(Result... results) {
        return new AuthenticationResults("mx.example.com", 1, List.of(results));
    }

    @Test
    void writesWhatIsUsual() {
        AuthenticationResults field =
                with(
                        Result.of(
                                "spf",
                                "pass",
                                "192.0.2.3 matches ip4:192.0.2.0/24",
                                new Property("smtp", "mailfrom", "user@example.net")),
                        Result.of(
                                "dkim",
                                "pass",
                                null,
                                new Property("header", "d", "example.net"),
                                new Property("header", "b", "gfT/i2HB")));
        assertThat(field.fieldValue())
                .isEqualTo(
                        "mx.example.com; spf=pass\r\n"
                                + "    (192.0.2.3 matches ip4:192.0.2.0/24) smtp.mailfrom=user@example.net;\r\n"
                                + "    dkim=pass header.d=example.net header.b=\"gfT/i2HB\"");
        assertThat(with().fieldValue()).isEqualTo("mx.example.com; none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nSubject: injected",
                "x; dkim=pass header.d=bank.example",
                "x\" header.d=bank.example \"",
                "x\\",
                "x) dkim=pass (",
                "((((",
                "a\u0000b\u202ec",
                "",
                "@",
                "a@b@c",
                "=?utf-8?q?x?="
            })
    void hostileValuesStayValues(String hostile) throws AuthenticationResultsParser.Malformed {
        AuthenticationResults field =
                new AuthenticationResults(
                        "mx.example.com",
                        1,
                        List.of(
                                new Result(
                                        "spf",
                                        1,
                                        "fail",
                                        hostile,
                                        List.of(
                                                new Property("smtp", "mailfrom", hostile),
                                                new Property(hostile, hostile, hostile)),
                                        hostile)));
        String value = field.fieldValue();
        AuthenticationResults read = AuthenticationResultsParser.parse(value);
        assertThat(read.results()).hasSize(1);
        assertThat(read.results().getFirst().value()).isEqualTo("fail");
        assertThat(read.results().getFirst().properties()).hasSize(2);
        assertThat(value.replace("\r\n ", " ")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void linesAreFoldedAndNoneIsBlank() {
        AuthenticationResults field =
                with(
                        Result.of("spf", "fail", "word ".repeat(60) + " ".repeat(100) + "end"),
                        Result.of(
                                "dkim",
                                "pass",
                                null,
                                new Property("header", "i", "@" + "x".repeat(60))));
        for (String line : field.fieldValue().split("\r\n")) {
            assertThat(line).isNotBlank();
        }
        String[] lines =
                with(Result.of("spf", "fail", "word ".repeat(60))).fieldValue().split("\r\n");
        assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> line.length() <= 78);
    }

    @Test
    void longValuesAreCut() {
        String value = with(Result.of("spf", "fail", "y".repeat(5000))).fieldValue();
        assertThat(value.length()).isLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.com; spf=pass",
                "MX.Example.COM; spf=pass",
                "  mx.example.com 1; spf=pass",
                "mx.example.com",
                "mx.example.com.; spf=pass",
                "(x (y)) mx.example.com (z); spf=pass",
                "\"mx.example.com\"; spf=pass",
                "\"mx.exam\\ple.com\"; spf=pass",
                "mx\r\n .example\r\n .com; spf=pass",
                "mx . example . com; spf=pass",
                "mx.example.com/42; spf=pass",
                "=?utf-8?q?mx.example.com?=; spf=pass",
                "=?us-ascii?B?bXguZXhhbXBsZS5jb20=?=; spf=pass",
                "=?utf-8?q?mx=2Eexample=2Ecom?=; spf=pass",
                "mx.xn--bcher-kva.example; spf=pass",
                "mx.b\u00c3\u00bccher.example; spf=pass",
                "mx.B\u00c3\u009cCHER.example; spf=pass",
                "mx\u0000.example.com; spf=pass",
                "\u00ef\u00bd\u008dx.example.com; spf=pass",
                "mx.example\u00e3\u0080\u0082com; spf=pass",
                "mx.exam\u00c2\u00adple.com; spf=pass",
                "\"unclosed mx.example.com; spf=pass",
                "(unclosed) mx.example.com (; spf=pass"
            })
    void ourNameIsFoundInAnyDisguise(String octets) {
        assertThat(AuthenticationResults.isForged(octets, OWN)).as(octets).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "mx.example.net; spf=pass",
                "notmx.example.com; spf=pass",
                "mx.example.com.evil.example; spf=pass",
                "other.example; dkim=pass header.d=mx.example.com",
                "other.example (mx.example.com); spf=pass",
                "other.example; spf=pass smtp.helo=mx.example.com",
                "=?x-none?q?mx.example.com?=; spf=pass",
                "=?utf-8?B?***?=; spf=pass"
            })
    void othersAreLeftAlone(String octets) {
        assertThat(AuthenticationResults.isForged(octets, OWN)).as(octets).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100", "1000", "200000"})
    void aLongCommentHidesNothing(int length) {
        assertThat(
                        AuthenticationResults.isForged(
                                "(" + "x ".repeat(length) + ") mx.example.com; spf=pass", OWN))
                .isTrue();
    }
}
