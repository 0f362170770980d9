package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DelayWarnedOnceTest {

    @Test
    void theSenderHearsOfADelayOnceAndOfTheEnd(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (lease, _) ->
                            lease.domain().ascii().equals("x.example")
                                    ? new AttemptResult.Unreachable("", "nobody answers")
                                    : QueueSituation.delivered());
            Queue.QueueId id =
                    queue.add(ReversePath.of("s@y.example"), QueueSituation.to("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.attempts(id) == 1);
            assertThat(queue.events.of(Event.DsnQueued.class)).as("too early").isEmpty();

            queue.advance(Duration.ofHours(4));
            assertThat(queue.attempt().domain().ascii()).isEqualTo("x.example");
            Queue.Lease warning = queue.attempt();
            assertThat(warning.domain().ascii()).isEqualTo("y.example");
            assertThat(queue.text(warning))
                    .contains("Action: delayed\r\n")
                    .contains("Will-Retry-Until: Sun, 29 Nov 2026 10:00:00 +0000\r\n")
                    .contains("Diagnostic-Code: x-hikyaku; nobody answers\r\n");
            queue.await(() -> queue.store.queue().size() == 1);

            for (int i = 3; i <= 6; i++) {
                int attempts = i;
                queue.advance(Duration.ofHours(5));
                assertThat(queue.attempt().domain().ascii()).isEqualTo("x.example");
                queue.await(() -> queue.attempts(id) == attempts);
            }
            assertThat(queue.events.of(Event.DsnQueued.class)).as("once").hasSize(1);

            queue.advance(Duration.ofDays(5));
            assertThat(queue.attempt().domain().ascii()).isEqualTo("x.example");
            Queue.Lease bounce = queue.attempt();
            assertThat(queue.text(bounce))
                    .contains("Action: failed\r\n")
                    .contains("Status: 5.4.7\r\n")
                    .contains("Diagnostic-Code: x-hikyaku; nobody answers\r\n");
            queue.await(() -> queue.store.queue().size() == 0);
            assertThat(queue.untouchedAttempts()).isEmpty();
            assertThat(queue.events.of(Event.DsnQueued.class))
                    .extracting(Event.DsnQueued::action)
                    .containsExactly("delayed", "failed");
        }
    }
}
