package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hikyaku.queue.QueueSituation.START;

import java.nio.file.Path;
import java.time.Duration;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GreylistedThenAcceptedTest {

    @Test
    void isSentOnceThePeerTakesIt(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier((_, _) -> QueueSituation.deferred("451 4.7.1 come back later"));
            Queue.QueueId id =
                    queue.add(ReversePath.of("b@here.example"), QueueSituation.to("1@x.example"));
            queue.attempt();
            queue.await(() -> queue.attempts(id) == 1);
            Queue.Entry entry = queue.store.queue().find(id).orElseThrow().entries().getFirst();
            assertThat(entry.nextAttempt()).isBetween(START.plusSeconds(48), START.plusSeconds(72));
            assertThat(entry.lastReply()).isEqualTo("451 4.7.1 come back later");

            queue.courier((_, _) -> QueueSituation.delivered());
            queue.advance(Duration.ofSeconds(72));
            assertThat(queue.attempt().message().entries().getFirst().attempts()).isEqualTo(1);
            queue.await(() -> queue.isGone(id));
            assertThat(queue.events.of(Event.DsnQueued.class)).isEmpty();
            assertThat(queue.events.of(Event.Trouble.class)).isEmpty();
        }
    }
}
