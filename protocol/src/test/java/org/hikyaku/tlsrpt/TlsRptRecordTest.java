package org.hikyaku.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsRptRecordTest {

    @Test
    void bothKindsOfAddress() throws TlsRptRecord.Malformed {
        assertThat(
                        TlsRptRecord.parse(
                                        "v=TLSRPTv1; rua=mailto:a@x.example, https://x.example/r;")
                                .rua())
                .containsExactly("mailto:a@x.example", "https://x.example/r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=TLSRPTv1",
                "v=TLSRPTv2; rua=mailto:a@x.example",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=a@x.example",
                "v=TLSRPTv1; rua=http://x.example/",
                "v=TLSRPTv1; rua=mailto:nobody",
                "v=TLSRPTv1; rua=mailto:a@x.example,",
                "v=TLSRPTv1; hello; rua=mailto:a@x.example"
            })
    void noRecords(String text) {
        assertThatThrownBy(() -> TlsRptRecord.parse(text))
                .isInstanceOf(TlsRptRecord.Malformed.class);
    }
}
