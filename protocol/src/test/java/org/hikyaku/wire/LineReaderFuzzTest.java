package org.hikyaku.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

final class LineReaderFuzzTest {

    @FuzzTest
    void linesAreBounded(byte[] data) throws IOException {
        var reader = new LineReader(new ByteArrayInputStream(data), 16);
        for (int n = 0; n <= data.length + 1; n++) {
            try {
                byte[] line = reader.lineOctets();
                if (line == null) {
                    return;
                }
                assertThat(line.length).isLessThanOrEqualTo(16);
                assertThat(line).doesNotContain('\r').doesNotContain('\n');
            } catch (MalformedLineException e) {
                assertThat(e.problem()).isNotNull();
            }
        }
        throw new AssertionError("more lines than octets");
    }
}
