package org.hikyaku.opendkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases that OpenDKIM's -Q answers so. */
final class TablePatternTest {

    private static boolean matches(String pattern, String text) throws BadPatternException {
        return TablePattern.of(pattern, true).matches(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "*@example.com, u@example.com, true",
                "*@example.com, u@EXAMPLE.com, true",
                "*@example.com, u@a.example.com, false",
                "*@example.com, u@exampleXcom, false",
                "*@*.example.com, u@a.example.com, true",
                "*, anything at all, true",
                "*, \"\", true",
                "u+v@x, u+v@x, true",
                "u+v@x, uuv@x, false",
                "a*b*c, aXbYc, true",
                "a*b*c, abcb, false",
                "*@(a|b).example, u@b.example, true",
                "*@(a|b).example, u@c.example, false",
                "a|b, aXX, true",
                "a|b, Xb, true",
                "a|b, XaX, false",
                "[::1], ::1, false",
                "[::1], :, true",
                "10.1.*, 10.1.2.3, true",
                "10.1.*, 10x1.2.3, false",
                "x{2}y, xxy, true",
                "x{2}y, xy, false",
                "\"x{1,3}y\", xxxy, true",
                "\"x{,2}y\", xxxy, false",
                "a?b, b, true",
                "a), a), true",
                "(), \"\", true",
                "[[:digit:]]-[^a-c], 7-d, true",
                "[[:digit:]]-[^a-c], 7-b, false",
                "[]a], ], true",
                "w\\.z, w\\.z, true",
                "w\\.z, w.z, false",
                "\\w@x, z@x, true",
                "\\W, -, true",
                "x\\, x$, true",
                "[uv]@x, V@X, true"
            })
    void asOpendkim(String pattern, String text, boolean expected) throws BadPatternException {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(bad",
                "[a",
                "a{2",
                "?a",
                "{a",
                "(?x)",
                "a|?",
                "[z-a]",
                "[[:nope:]]",
                "a{3,2}",
                "a{300}",
                "(a)\\1",
                "[[=a=]]",
                "a{x}",
                "((a{200}){200}){200}",
                "[[:alpha"
            })
    void whatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> TablePattern.of(pattern, true))
                .isInstanceOf(BadPatternException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "(".repeat(200) + ")".repeat(200);
        assertThatThrownBy(() -> TablePattern.of(deep, true))
                .isInstanceOf(BadPatternException.class);
    }

    /** An engine that goes back would need longer than the universe for these. */
    @Test
    void noAddressMakesItSlow() throws BadPatternException {
        String address = "a".repeat(1000);
        assertThat(matches("(a|a)(a?){200}(a|aa|aaa){50,}b", address)).isFalse();
        assertThat(matches("*a".repeat(200) + "b", address)).isFalse();
        assertThat(matches("((a{0,20}){0,20}){0,20}b", address)).isFalse();
        assertThat(matches("*", "x".repeat(5000))).isFalse();
    }

    /** The plain comparison and the automaton are two ways to one answer. */
    @Test
    void wildcardsAndAutomatonAgree() throws BadPatternException {
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            String pattern = text(random, "ab.*+@", 8);
            String text = text(random, "ab.@+x", 10);
            boolean automaton = PosixRegex.of(TablePattern.expression(pattern), true).find(text);
            assertThat(matches(pattern, text)).as(pattern + " " + text).isEqualTo(automaton);
            boolean java =
                    Pattern.compile(TablePattern.expression(pattern), Pattern.DOTALL)
                            .matcher(text)
                            .find();
            assertThat(automaton).as(pattern + " " + text).isEqualTo(java);
        }
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(most); n > 0; n--) {
            out.append(letters.charAt(random.nextInt(letters.length())));
        }
        return out.toString();
    }
}
