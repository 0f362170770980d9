package org.hikyaku.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small edition of {@link KillNineTest}, for every build. */
final class KillTwiceTest {

    @TempDir Path folder;

    @Test
    void everyMessageThatGotA250IsThereOnce() throws InterruptedException {
        System.out.println(new KillNine(new KillNine.Plan(80, 8, 2), folder).run());
    }
}
