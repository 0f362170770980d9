package org.hikyaku.convergence;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

final class FollowFileFuzzTest {

    @FuzzTest
    void read(byte[] data) throws IOException {
        Progress progress;
        try {
            progress = FollowFile.parse(data);
        } catch (IllegalArgumentException _) {
            return; // the declared failure
        }
        Progress again = FollowFile.parse(FollowFile.text(progress));
        if (!again.entries().equals(progress.entries())) {
            throw new AssertionError(again + " is not " + progress);
        }
    }
}
