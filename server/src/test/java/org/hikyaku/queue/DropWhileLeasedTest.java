package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DropWhileLeasedTest {

    @Test
    void whatWasDroppedIsNotReported(@TempDir Path folder) throws Exception {
        CountDownLatch dropped = new CountDownLatch(1);
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (_, _) -> {
                        awaitLatch(dropped);
                        return QueueSituation.refused("550 5.1.1 no such user");
                    });
            Queue.QueueId id =
                    queue.add(ReversePath.of("s@y.example"), QueueSituation.to("0@x.example"));
            queue.attempt();
            assertThat(queue.store.queue().drop(id)).isEqualTo(1);
            dropped.countDown();
            queue.await(() -> !queue.events.of(Event.Trouble.class).isEmpty());
            assertThat(queue.events.of(Event.Trouble.class))
                    .singleElement()
                    .extracting(Event.Trouble::what)
                    .asString()
                    .contains("lease of message " + id);
            assertThat(queue.store.queue().size()).isZero();
            assertThat(queue.events.of(Event.DsnQueued.class)).isEmpty();
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
