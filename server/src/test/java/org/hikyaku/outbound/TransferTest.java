package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dots at the beginning of lines, and the end (RFC 5321 section 4.5.2). */
final class TransferTest {

    private static String stuffed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Transfer.stuff(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "a|, a|.|",
        ".|, ..|.|",
        ".a|b|.|, ..a|b|..|.|",
        "a.b|c.|, a.b|c.|.|",
        "a|..b|, a|...b|.|",
        "no end, no end|.|",
        "'', .|",
    })
    void dotsAreDoubled(String message, String wire) throws IOException {
        assertThat(stuffed(message.replace("|", "\r\n"))).isEqualTo(wire.replace("|", "\r\n"));
    }

    @Test
    void aDotAtTheEdgeOfAPieceIsDoubled() throws IOException {
        String line = "x".repeat(32 * 1024 - 2) + "\r\n";
        assertThat(stuffed(line + ".y\r\n")).isEqualTo(line + "..y\r\n.\r\n");
    }
}
