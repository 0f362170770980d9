package org.hikyaku.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class TlsRptRecordFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            TlsRptRecord record = TlsRptRecord.parse(text);
            assertThat(record.rua()).isNotEmpty();
            assertThat(TlsRptRecord.parse(record.text())).isEqualTo(record);
        } catch (TlsRptRecord.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
