package org.hikyaku.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.wire.MalformedLineException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineReaderTest {

    /** Gives at most {@code step} octets a read, so that lines arrive in pieces. */
    private static InputStream dripping(String text, int step) {
        var whole = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new InputStream() {
            @Override
            public int read() {
                return whole.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                return whole.read(to, offset, Math.min(step, length));
            }
        };
    }

    /** Lines and problems up to the end. */
    private static List<String> all(LineReader reader) throws IOException {
        List<String> seen = new ArrayList<>();
        while (true) {
            try {
                String line = reader.line();
                if (line == null) {
                    return seen;
                }
                seen.add(line);
            } catch (MalformedLineException e) {
                seen.add("!" + e.problem());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10_000})
    void linesComeWholeHoweverTheyArrive(int step) throws IOException {
        var reader = new LineReader(dripping("EHLO a\r\n\r\nMAIL ü\r\nrest", step), 20);
        assertThat(all(reader)).containsExactly("EHLO a", "", "MAIL ü");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10_000})
    void whatIsWrongIsReportedAndTheNextLineRead(int step) throws IOException {
        String text =
                "a\nb\r\nc\rd\r\n"
                        + "x".repeat(21)
                        + "\r\n"
                        + "y".repeat(20)
                        + "\r\n\n"
                        + "z\0\r\nok\r\n";
        assertThat(all(new LineReader(dripping(text, step), 20)))
                .containsExactly(
                        "!BARE_LF",
                        "b",
                        "!BARE_CR",
                        "!TOO_LONG",
                        "y".repeat(20),
                        "!BARE_LF",
                        "!NOT_TEXT",
                        "ok");
    }

    @Test
    void octetsThatAreNoUtf8AreNoText() throws IOException {
        byte[] octets = {'a', (byte) 0xff, '\r', '\n', 'b', '\r', '\n'};
        assertThat(all(new LineReader(new ByteArrayInputStream(octets), 20)))
                .containsExactly("!NOT_TEXT", "b");
        assertThat(new LineReader(new ByteArrayInputStream(octets), 20).lineOctets())
                .isEqualTo(new byte[] {'a', (byte) 0xff});
    }

    @Test
    void aLineOfOneGigabyteIsReadPastInBoundedMemory() throws IOException {
        InputStream endless =
                new InputStream() {
                    private long left = 1L << 30;

                    @Override
                    public int read() {
                        throw new AssertionError("reads in pieces");
                    }

                    @Override
                    public int read(byte[] to, int offset, int length) {
                        int n = (int) Math.min(length, left);
                        assertThat(to.length).isLessThan(20_000);
                        Arrays.fill(to, offset, offset + n, (byte) 'x');
                        left -= n;
                        if (left == 0 && n >= 2) {
                            to[offset + n - 2] = '\r';
                            to[offset + n - 1] = '\n';
                        }
                        return n == 0 ? -1 : n;
                    }
                };
        var reader = new LineReader(endless, 2048);
        assertThatThrownBy(reader::line)
                .isInstanceOfSatisfying(
                        MalformedLineException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LONG));
        assertThat(reader.line()).isNull();
    }

    @Test
    void octetsAndLinesShareOneBuffer() throws IOException {
        var reader = new LineReader(dripping("BDAT 3\r\nabcRSET\r\n", 100), 20);
        assertThat(reader.line()).isEqualTo("BDAT 3");
        assertThat(reader.buffered()).isEqualTo(9);
        var taken = new StringBuilder();
        int n =
                reader.consume(
                        (octets, offset, length) -> {
                            taken.append(new String(octets, offset, 3, StandardCharsets.US_ASCII));
                            return 3;
                        });
        assertThat(n).isEqualTo(3);
        assertThat(taken).hasToString("abc");
        assertThat(reader.line()).isEqualTo("RSET");
        assertThat(reader.consume((_, _, length) -> length)).isEqualTo(-1);
    }

    @Test
    void aLimitBelowOneIsOurMistake() {
        assertThatThrownBy(() -> new LineReader(InputStream.nullInputStream(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
