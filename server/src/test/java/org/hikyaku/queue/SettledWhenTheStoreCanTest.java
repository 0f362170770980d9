package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.fakes.FailingStore;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host has taken is settled as soon as the store can, and not sent twice. */
final class SettledWhenTheStoreCanTest {

    @Test
    void aDeliveryIsSettledLaterAndSentOnce(@TempDir Path folder) throws Exception {
        FailingStore store = new FailingStore(StoreFolder.open(folder));
        try (QueueSituation queue = new QueueSituation(store)) {
            store.failNext(2);
            Queue.QueueId id =
                    queue.add(ReversePath.of("s@y.example"), QueueSituation.to("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
            assertThat(queue.events.of(Event.Trouble.class))
                    .hasSize(2)
                    .allSatisfy(t -> assertThat(t.what()).contains("message " + id));
            assertThat(queue.untouchedAttempts()).isEmpty();
        }
    }

    @Test
    void aBounceIsReportedOnce(@TempDir Path folder) throws Exception {
        FailingStore store = new FailingStore(StoreFolder.open(folder));
        try (QueueSituation queue = new QueueSituation(store)) {
            queue.courier(
                    (lease, _) ->
                            lease.message().from().isNull()
                                    ? QueueSituation.delivered()
                                    : QueueSituation.refused("550 5.1.1 no such user"));
            store.failNext(2);
            queue.add(ReversePath.of("s@y.example"), QueueSituation.to("0@x.example"));
            queue.attempt();
            Queue.Lease report = queue.attempt();
            queue.await(() -> queue.isGone(report.message().id()));
            assertThat(queue.events.of(Event.DsnQueued.class)).hasSize(1);
            assertThat(queue.untouchedAttempts()).isEmpty();
            assertThat(store.queue().size()).isZero();
        }
    }

    /** The pause after a failure, however long, does not outlast the end of the server. */
    @Test
    void anEndingServerTriesOnceMore(@TempDir Path folder) throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        FailingStore store = new FailingStore(StoreFolder.open(folder));
        try (QueueSituation queue = new QueueSituation(store)) {
            queue.courier(
                    (_, _) -> {
                        DropWhileLeasedTest.awaitLatch(stopping);
                        return QueueSituation.delivered();
                    });
            store.failNext(1);
            Queue.QueueId id =
                    queue.add(ReversePath.of("s@y.example"), QueueSituation.to("0@x.example"));
            queue.attempt();
            stopping.countDown();
            queue.await(() -> store.left() == 0);
            queue.stop(Duration.ofMinutes(1));
            assertThat(queue.isGone(id)).isTrue();
        }
    }
}
