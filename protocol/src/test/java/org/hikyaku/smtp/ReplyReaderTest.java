package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hikyaku.wire.LineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyReaderTest {

    private static Reply read(String text) throws IOException {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return ReplyReader.read(new LineReader(in, ReplyReader.MAX_LINE_OCTETS));
    }

    @Test
    void oneLine() throws IOException {
        assertThat(read("250 2.1.0 OK\r\n")).isEqualTo(Reply.of(250, "2.1.0", "OK"));
        assertThat(read("354 Go\r\n")).isEqualTo(Reply.plain(354, "Go"));
        assertThat(read("250\r\n")).isEqualTo(Reply.plain(250, ""));
    }

    @Test
    void severalLines() throws IOException {
        assertThat(read("250-mx greets\r\n250-SIZE 100\r\n250 DSN\r\n"))
                .isEqualTo(Reply.plain(250, "mx greets", "SIZE 100", "DSN"));
        assertThat(read("550-5.7.26 First\r\n550 5.7.26 second\r\n"))
                .isEqualTo(Reply.of(550, "5.7.26", "First", "second"));
    }

    @Test
    void anEnhancedCodeOfAnotherClassIsText() throws IOException {
        assertThat(read("250 5.7.1 odd\r\n")).isEqualTo(Reply.plain(250, "5.7.1 odd"));
    }

    @Test
    void controlCharactersAreEscaped() throws IOException {
        assertThat(read("550 a\u001b[2Jb\r\n").text()).isEqualTo("a\\u001b[2Jb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "25\r\n",
                "199 x\r\n",
                "650 x\r\n",
                "250x\r\n",
                "250-a\r\n251 b\r\n",
                "250 bare\n",
                "2x0 a\r\n"
            })
    void noReplies(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void endsInTheMiddle() {
        assertThatThrownBy(() -> read("250-a\r\n")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("")).isInstanceOf(EOFException.class);
    }

    @Test
    void endlessRepliesAreCutOff() {
        assertThatThrownBy(() -> read("250-a\r\n".repeat(1000)))
                .isInstanceOf(MalformedReplyException.class);
        assertThatThrownBy(() -> read("250 " + "a".repeat(10_000) + "\r\n"))
                .isInstanceOf(MalformedReplyException.class);
    }
}
