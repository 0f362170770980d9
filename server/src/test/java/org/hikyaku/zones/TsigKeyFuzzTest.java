package org.hikyaku.zones;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

final class TsigKeyFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        try {
            TsigKey key =
                    TsigKey.parse(Path.of("key"), new String(data, StandardCharsets.ISO_8859_1));
            if (key.secret().length == 0) {
                throw new AssertionError("a key without a secret");
            }
        } catch (SecretFile.Unusable _) {
            // The declared failure.
        }
    }
}
