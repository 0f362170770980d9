package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiledOnceTest {

    private static AttemptResult filed(Queue.Lease lease, Queue.Entry entry) {
        MailAddress account = entry.recipient().address();
        return new AttemptResult.Filed(
                Mailboxes.Delivery.ofOurOwn(
                        lease.message().blob(),
                        List.of(new Mailboxes.Target(account, Mailboxes.INBOX)),
                        lease.message().from(),
                        lease.message().queued()),
                "filed");
    }

    @Test
    void mailForOurselvesIsFiled(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(FiledOnceTest::filed);
            Queue.QueueId id =
                    queue.add(
                            ReversePath.of("b@here.example"), QueueSituation.to("c@here.example"));
            queue.await(() -> queue.isGone(id));
            assertThat(StoreFolder.mailbox(queue.store, "c@here.example", Mailboxes.INBOX))
                    .hasSize(1);
        }
    }

    /** The process ends within an attempt; the next one begins with what it has left behind. */
    @Test
    void whatAStopCutsOffIsTriedAgain(@TempDir Path folder) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Queue.QueueId id;
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (_, _) -> {
                        DropWhileLeasedTest.awaitLatch(never);
                        return QueueSituation.delivered();
                    });
            id = queue.add(ReversePath.of("b@here.example"), QueueSituation.to("c@here.example"));
            queue.attempt();
            queue.stop(Duration.ZERO);
        }
        never.countDown();
        try (QueueSituation queue = new QueueSituation(folder)) {
            assertThat(queue.attempt().message().id()).isEqualTo(id);
            queue.await(() -> queue.isGone(id));
        }
    }

    @Test
    void aFaultOfOursIsToldAndTheMessageKept(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (_, _) -> {
                        throw new IllegalStateException("a fault");
                    });
            Queue.QueueId id =
                    queue.add(
                            ReversePath.of("b@here.example"), QueueSituation.to("c@here.example"));
            queue.await(() -> !queue.events.of(Event.Bug.class).isEmpty());
            assertThat(queue.isGone(id)).isFalse();
        }
    }
}
