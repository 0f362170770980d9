package org.hikyaku.peers;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 1,000 messages, ten times {@code kill -9}: none is lost, none is there twice. */
@Tag("peer")
final class KillNineTest {

    @TempDir Path folder;

    @Test
    void everyMessageThatGotA250IsThereOnce() throws InterruptedException {
        System.out.println(new KillNine(new KillNine.Plan(1000, 20, 10), folder).run());
    }
}
