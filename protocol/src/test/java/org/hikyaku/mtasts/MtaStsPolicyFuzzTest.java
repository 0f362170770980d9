package org.hikyaku.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class MtaStsPolicyFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            MtaStsPolicy policy = MtaStsPolicy.parse(text);
            assertThat(policy.maxAgeSeconds()).isBetween(0L, MtaStsPolicy.MAX_AGE_SECONDS);
            assertThat(MtaStsPolicy.parse(policy.text())).isEqualTo(policy);
        } catch (MtaStsPolicy.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @FuzzTest
    void record(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            MtaStsRecord record = MtaStsRecord.parse(text);
            assertThat(MtaStsRecord.isRecord(text)).isTrue();
            assertThat(record.id()).matches("[A-Za-z0-9]{1,32}");
            assertThat(MtaStsRecord.parse(record.text())).isEqualTo(record);
        } catch (MtaStsRecord.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
