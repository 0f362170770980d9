package org.hikyaku.keylife;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

final class LifeFileFuzzTest {

    @FuzzTest
    void read(byte[] data) {
        List<LivingKey> keys;
        try {
            keys = LifeFile.parse(data);
        } catch (IllegalArgumentException _) {
            return; // the declared failure
        }
        if (!LifeFile.parse(LifeFile.text(keys)).equals(keys)) {
            throw new AssertionError("other keys than " + keys);
        }
    }
}
