package org.hikyaku.certs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class StateTextFuzzTest {

    @FuzzTest
    void readsWhatItWrites(byte[] data) {
        CertState state;
        try {
            state = StateText.parse(new String(data, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return;
        }
        assertThat(StateText.parse(StateText.of(state))).isEqualTo(state);
    }
}
