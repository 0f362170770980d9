package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.hikyaku.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of ours counts as an attempt: the message is tried again, and given up in the end. */
final class CourierFailsTest {

    private static final ReversePath SENDER = ReversePath.of("s@y.example");

    @Test
    void aBugIsToldAndTheMessageStays(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (_, _) -> {
                        throw new IllegalStateException("a bug");
                    });
            Queue.QueueId id = queue.add(SENDER, QueueSituation.to("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.attempts(id) == 1);
            assertThat(queue.events.of(Event.Bug.class)).hasSize(1);
            queue.courier((_, _) -> QueueSituation.delivered());
            queue.advance(Duration.ofMinutes(2));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
        }
    }

    @Test
    void aMessageThatIsLostIsGivenUpInTheEnd(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (lease, _) -> {
                        if (lease.message().from().isNull()) {
                            return QueueSituation.delivered();
                        }
                        throw new StoreException("the bytes are gone");
                    });
            Queue.QueueId id = queue.add(SENDER, QueueSituation.to("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.attempts(id) == 1);
            assertThat(queue.events.of(Event.Trouble.class)).hasSize(1);
            queue.advance(Duration.ofDays(6));
            queue.attempt();
            assertThat(queue.text(queue.attempt()))
                    .contains("Status: 5.4.7\r\n")
                    .contains("Diagnostic-Code: x-hikyaku; this server could not try it\r\n");
        }
    }
}
