package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BounceOfBounceTest {

    /** RFC 5321 section 6.1: it would go to and fro for ever. */
    @Test
    void nobodyHearsOfAReportThatFails(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier((_, _) -> QueueSituation.refused("550 5.1.1 no such user"));
            Queue.QueueId id = queue.add(ReversePath.NULL, QueueSituation.to("s@x.example"));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
            assertThat(queue.store.queue().size()).isZero();
            queue.await(() -> !queue.events.of(Event.DsnQueued.class).isEmpty());
            assertThat(queue.events.of(Event.DsnQueued.class))
                    .singleElement()
                    .extracting(Event.DsnQueued::to)
                    .asString()
                    .startsWith("nobody");
        }
    }
}
