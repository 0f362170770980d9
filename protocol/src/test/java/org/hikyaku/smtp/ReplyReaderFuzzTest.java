package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.hikyaku.wire.LineReader;

final class ReplyReaderFuzzTest {

    @FuzzTest
    void whatIsReadCanBeSentAndReadAgain(byte[] data) throws IOException {
        Reply reply;
        try {
            reply = read(data);
        } catch (MalformedReplyException | EOFException _) {
            return;
        }
        Reply again = read(reply.wire());
        assertThat(again.code()).isEqualTo(reply.code());
        assertThat(again.lines()).hasSameSizeAs(reply.lines());
    }

    private static Reply read(byte[] octets) throws IOException {
        return ReplyReader.read(
                new LineReader(new ByteArrayInputStream(octets), 8 * ReplyReader.MAX_LINE_OCTETS));
    }
}
