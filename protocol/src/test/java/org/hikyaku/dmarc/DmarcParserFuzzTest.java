package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class DmarcParserFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            DmarcRecord record = DmarcParser.parse(text);
            assertThat(DmarcParser.isRecord(text)).isTrue();
            assertThat(record.percent()).isBetween(0, 100);
            assertThat(record.rua().size()).isLessThanOrEqualTo(DmarcParser.MAX_URIS);
            assertThat(DmarcParser.parse(record.text())).isEqualTo(record);
        } catch (DmarcParser.Malformed e) {
            boolean tooLong = text.length() > DmarcParser.MAX_RECORD_OCTETS;
            assertThat(DmarcParser.isRecord(text) && !tooLong).isFalse();
        }
    }
}
