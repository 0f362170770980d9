package org.hikyaku.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets are a report, or there is a reason why not. */
final class DsnReaderFuzzTest {

    @FuzzTest
    void reportOrReason(byte[] data) {
        try {
            ReceivedDsn dsn = DsnReader.read(data);
            assertThat(dsn.recipients())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(DsnReader.MAX_RECIPIENTS);
        } catch (MalformedDsnException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
