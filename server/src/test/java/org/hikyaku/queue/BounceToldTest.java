package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BounceToldTest {

    private static final ReversePath SENDER = ReversePath.of("s@y.example");

    private static AttemptResult refuseX(Queue.Lease lease, Queue.Entry entry) {
        boolean refused = lease.domain().ascii().equals("x.example") && entry.number() != 1;
        return refused
                ? QueueSituation.refused("550 5.1.1 no such user")
                : QueueSituation.delivered();
    }

    @Test
    void theSenderHearsOfWhatFailed(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(BounceToldTest::refuseX);
            Queue.QueueId id =
                    queue.add(
                            SENDER,
                            QueueSituation.to("0@x.example"),
                            QueueSituation.to("1@x.example"));
            queue.attempt();
            Queue.Lease report = queue.attempt();
            assertThat(queue.isGone(id)).isTrue();
            assertThat(report.domain().ascii()).isEqualTo("y.example");
            assertThat(report.message().from()).isEqualTo(ReversePath.NULL);
            assertThat(report.message().options().body()).isEqualTo(BodyType.SEVEN_BIT);
            assertThat(queue.text(report))
                    .startsWith("Signed-By: mx.here.example\r\nFrom: ")
                    .contains("\r\nTo: <s@y.example>\r\n")
                    .contains("Final-Recipient: rfc822; 0@x.example\r\n")
                    .contains("Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n")
                    .contains("Subject: hello\r\n\r\nText\r\n")
                    .doesNotContain("1@x.example");
            queue.await(() -> queue.store.queue().size() == 0);
            assertThat(queue.events.of(Event.DsnQueued.class))
                    .containsExactly(
                            new Event.DsnQueued(
                                    id.toString(), "0@x.example", "s@y.example", "failed"));
        }
    }

    @Test
    void butNotWhereItAskedForNone(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(BounceToldTest::refuseX);
            MailAddress address = MailAddress.of("0@x.example");
            Queue.QueueId id =
                    queue.add(SENDER, new Recipient(address, Set.of(Recipient.Notify.NEVER), null));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
            assertThat(queue.store.queue().size()).isZero();
            assertThat(queue.events.of(Event.DsnQueued.class)).isEmpty();
        }
    }

    @Test
    void evenWhereTheMessageCannotBeReadAnyMore(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(BounceToldTest::refuseX);
            BlobRef gone = new BlobRef(4711, 0, 100, 0);
            queue.store
                    .queue()
                    .add(
                            new Queue.NewMessage(
                                    gone,
                                    new Envelope(
                                            SENDER,
                                            java.util.List.of(QueueSituation.to("0@x.example")),
                                            Envelope.Options.NONE),
                                    queue.now()));
            queue.store.signals().wake(Signals.Topic.QUEUE);
            queue.attempt();
            assertThat(queue.text(queue.attempt()))
                    .contains("Final-Recipient: rfc822; 0@x.example\r\n")
                    .contains("Content-Type: text/rfc822-headers\r\n\r\n\r\n--");
        }
    }
}
