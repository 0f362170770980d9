package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One domain whose hosts stand still keeps nobody else's mail from going. */
final class SlowDestinationTest {

    private static final ReversePath SENDER = ReversePath.of("s@y.example");
    private static final int PER_DOMAIN = 20;

    @Test
    void theOthersGoOn(@TempDir Path folder) throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (lease, _) -> {
                        if (lease.domain().ascii().equals("slow.example")) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            DropWhileLeasedTest.awaitLatch(answers);
                            running.decrementAndGet();
                        }
                        return QueueSituation.delivered();
                    });
            // All that is slow came first, and far more of it than may run at the same time.
            for (int i = 0; i < 150; i++) {
                queue.add(SENDER, QueueSituation.to(i + "@slow.example"));
            }
            Set<Queue.QueueId> others = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                others.add(queue.add(SENDER, QueueSituation.to("u@other" + i + ".example")));
            }
            queue.await(() -> others.stream().allMatch(queue::isGone));
            assertThat(queue.store.queue().size()).isEqualTo(150);
            assertThat(most.get()).isLessThanOrEqualTo(PER_DOMAIN);
            answers.countDown();
            queue.await(() -> queue.store.queue().size() == 0);
            assertThat(most.get()).isLessThanOrEqualTo(PER_DOMAIN);
        }
    }

    /** What the administrator does meanwhile counts once the attempt has ended. */
    @Test
    void holdAndRetryWhileLeased(@TempDir Path folder) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (_, _) -> {
                        DropWhileLeasedTest.awaitLatch(held);
                        return QueueSituation.deferred("450 4.2.0 later");
                    });
            Queue.QueueId id = queue.add(SENDER, QueueSituation.to("0@x.example"));
            queue.attempt();
            assertThat(queue.store.queue().hold(id)).isEqualTo(1);
            held.countDown();
            queue.await(() -> queue.attempts(id) == 1);
            assertThat(queue.store.queue().find(id).orElseThrow().entries().getFirst().state())
                    .isEqualTo(Queue.State.HELD);
            queue.courier((_, _) -> QueueSituation.delivered());
            queue.advance(Duration.ofDays(1));
            assertThat(queue.untouchedAttempts()).isEmpty();
            assertThat(queue.store.queue().retry(id, queue.now())).isEqualTo(1);
            queue.store.signals().wake(Signals.Topic.QUEUE);
            queue.attempt();
            queue.await(() -> queue.isGone(id));
        }
    }

    /** What was leased when the process died is due at once when it starts again. */
    @Test
    void afterARestartNothingWaitsForOldLeases(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            CountDownLatch never = new CountDownLatch(1);
            queue.courier(
                    (_, _) -> {
                        DropWhileLeasedTest.awaitLatch(never);
                        return QueueSituation.delivered();
                    });
            queue.add(SENDER, QueueSituation.to("0@x.example"), QueueSituation.to("1@z.example"));
            queue.attempt();
            queue.attempt();
        }
        try (QueueSituation again = new QueueSituation(folder)) {
            again.attempt();
            again.attempt();
            again.await(() -> again.store.queue().size() == 0);
        }
    }
}
