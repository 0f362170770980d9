package org.hikyaku.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.message.MessageScanner.HeaderTooLargeException;

/** No octet is lost, and the pieces in which a message comes make no difference. */
final class MessageScannerFuzzTest {

    @FuzzTest
    void piecesMakeNoDifference(byte[] data) throws IOException {
        try {
            Parts whole = scan(data, Math.max(1, data.length));
            byte[] header = whole.headerOctets();
            byte[] body = whole.body.toByteArray();
            int bodyStart = data.length - body.length;
            assertThat(Arrays.copyOf(data, header.length)).isEqualTo(header);
            assertThat(Arrays.copyOfRange(data, bodyStart, data.length)).isEqualTo(body);
            assertThat(bodyStart - header.length).as("the empty line").isIn(0, 2);
            for (int piece : new int[] {1, 2, 3, 64}) {
                Parts parts = scan(data, piece);
                assertThat(parts.header).isEqualTo(whole.header);
                assertThat(parts.body.toByteArray()).isEqualTo(whole.body.toByteArray());
            }
        } catch (HeaderTooLargeException _) {
            assertThat(data.length).isGreaterThan(MessageScanner.MAX_HEADER_BYTES);
        }
    }

    private static Parts scan(byte[] data, int piece) throws IOException {
        Parts parts = new Parts();
        MessageScanner scanner = new MessageScanner(List.of(parts));
        for (int at = 0; at < data.length; at += piece) {
            scanner.feed(data, at, Math.min(piece, data.length - at));
        }
        scanner.end();
        return parts;
    }

    private static final class Parts implements MessageSink {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private HeaderBlock header = new HeaderBlock(List.of());

        @Override
        public void header(HeaderBlock block) {
            header = block;
        }

        @Override
        public void body(byte[] octets, int offset, int length) {
            body.write(octets, offset, length);
        }

        @Override
        public void end() {
            for (HeaderField field : header.fields()) {
                assertThat(field.value()).isEqualTo(field.value().strip());
                assertThat(field.octetValue()).doesNotContain("\r", "\n");
            }
        }

        byte[] headerOctets() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            header.fields().forEach(field -> all.writeBytes(field.raw()));
            return all.toByteArray();
        }
    }
}
