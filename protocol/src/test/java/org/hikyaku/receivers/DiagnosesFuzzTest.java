package org.hikyaku.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.hikyaku.message.HeaderBlock;

/** Replies and headers are foreign text. */
final class DiagnosesFuzzTest {

    @FuzzTest
    void reply(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Diagnoses.explain("", text)
                .ifPresent(diagnosis -> assertThat(diagnosis.fix()).isNotEmpty());
    }

    @FuzzTest
    void header(byte[] data) {
        HeaderBlock header = HeaderBlock.parse(data, 0, data.length);
        MessageForm.problem(header).ifPresent(text -> assertThat(text).endsWith("."));
    }
}
