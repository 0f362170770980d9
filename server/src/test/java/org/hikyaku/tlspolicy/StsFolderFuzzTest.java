package org.hikyaku.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any file is a policy with its head, or nothing. */
final class StsFolderFuzzTest {

    @FuzzTest
    void anyFile(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        StsFolder.parsed(text).ifPresent(known -> assertThat(text).endsWith("\n" + known.text()));
    }
}
