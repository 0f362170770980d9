package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

final class DataDecoderFuzzTest {

    /** However the octets are cut, the message is the same, and it has no line end of its own. */
    @FuzzTest
    void theCutDoesNotMatter(byte[] data) throws IOException {
        var whole = new DataDecoder();
        var wholeOut = new ByteArrayOutputStream();
        int taken = whole.feed(data, 0, data.length, wholeOut::write);
        var pieces = new DataDecoder();
        var piecesOut = new ByteArrayOutputStream();
        int at = 0;
        while (at < data.length && !pieces.ended()) {
            at += pieces.feed(data, at, 1, piecesOut::write);
        }
        assertThat(at).isEqualTo(taken);
        assertThat(pieces.ended()).isEqualTo(whole.ended());
        assertThat(pieces.hasStrayLineEnd()).isEqualTo(whole.hasStrayLineEnd());
        if (whole.ended() && !whole.hasStrayLineEnd()) {
            assertThat(piecesOut.toByteArray()).isEqualTo(wholeOut.toByteArray());
            var check = new LineEndCheck();
            check.feed(wholeOut.toByteArray(), 0, wholeOut.size());
            assertThat(check.hasStrayAtEnd()).isFalse();
        }
    }
}
