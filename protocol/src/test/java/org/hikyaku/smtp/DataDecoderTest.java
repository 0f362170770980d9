package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataDecoderTest {

    private record Outcome(String content, String rest, boolean ended, boolean stray) {}

    private static Outcome decode(String wire, int step) throws IOException {
        byte[] octets = unescape(wire).getBytes(StandardCharsets.ISO_8859_1);
        var decoder = new DataDecoder();
        var out = new ByteArrayOutputStream();
        int at = 0;
        while (at < octets.length && !decoder.ended()) {
            at += decoder.feed(octets, at, Math.min(step, octets.length - at), out::write);
        }
        String rest = new String(octets, at, octets.length - at, StandardCharsets.ISO_8859_1);
        return new Outcome(
                escape(out.toString(StandardCharsets.ISO_8859_1)),
                escape(rest),
                decoder.ended(),
                decoder.hasStrayLineEnd());
    }

    private static String unescape(String text) {
        return text.replace("|", "\r\n").replace("^", "\r").replace("_", "\n").replace("0", "\0");
    }

    private static String escape(String text) {
        return text.replace("\r\n", "|").replace("\r", "^").replace("\n", "_").replace("\0", "0");
    }

    /** {@code |} is CRLF, {@code ^} CR, {@code _} LF, {@code 0} NUL. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                ".| `` ``",
                "a|.|RSET| a| RSET|",
                "a||b|.| a||b| ``",
                "..|.| .| ``",
                "...a|.| ..a| ``",
                ".a|.| a| ``",
                "a.|.| a.| ``",
                "a|0.|.|X a|0.| X",
                "a|.0|.|X a|0| X",
                "|.|. | .",
            })
    void ordinaryMessages(String wire, String content, String rest) throws IOException {
        for (int step : new int[] {1, 2, 3, 5, 1000}) {
            assertThat(decode(wire, step))
                    .as("in steps of %s", step)
                    .isEqualTo(new Outcome(content, rest, true, false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_._b", "a_.^b", "a^._b", "a^.^b", "a_.|b", "a^.|b", "a|._b", "a|.^b", "a|.^|b",
                "a^|.^|b", "a__.|b", "a|_._b", "_", "^a"
            })
    void nothingElseEndsAMessage(String wire) throws IOException {
        for (int step : new int[] {1, 2, 3, 1000}) {
            assertThat(decode(wire + "|.|X", step))
                    .as("in steps of %s", step)
                    .satisfies(
                            o -> {
                                assertThat(o.stray()).isTrue();
                                assertThat(o.ended()).isTrue();
                                assertThat(o.rest()).isEqualTo("X");
                            });
        }
    }

    @Test
    void nothingIsPassedOnOnceItMustBeRefused() throws IOException {
        assertThat(decode("good|bad_|more|.|", 1000).content()).isEmpty();
        assertThat(decode("good|bad_|more|.|", 1).content()).isEqualTo("good|bad");
    }

    @Test
    void lineEndsOfPieces() {
        assertThat(stray("a\r\n", "b\r\n")).isFalse();
        assertThat(stray("a\r", "\nb\r\n")).isFalse();
        assertThat(stray("a\n")).isTrue();
        assertThat(stray("a\r", "b")).isTrue();
        assertThat(stray("a\r\r\n")).isTrue();
        assertThat(stray("a\r")).isTrue();
        assertThat(stray("no line end")).isFalse();
    }

    private static boolean stray(String... pieces) {
        var check = new LineEndCheck();
        for (String piece : pieces) {
            check.feed(piece.getBytes(StandardCharsets.US_ASCII), 0, piece.length());
        }
        return check.hasStrayAtEnd();
    }
}
