package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3461 section 5.2.2 and 6.2: who wants to hear of success does. */
final class SuccessToldTest {

    private static final ReversePath SENDER = ReversePath.of("s@y.example");

    private static Recipient wanting(String address) {
        return new Recipient(MailAddress.of(address), Set.of(Recipient.Notify.SUCCESS), null);
    }

    @Test
    void relayedToAHostWithoutReports(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.add(SENDER, wanting("0@x.example"), QueueSituation.to("1@x.example"));
            queue.attempt();
            Queue.Lease report = queue.attempt();
            assertThat(report.message().from()).isEqualTo(ReversePath.NULL);
            assertThat(queue.text(report))
                    .contains("Subject: Mail was passed on\r\n")
                    .contains("Final-Recipient: rfc822; 0@x.example\r\nAction: relayed\r\n")
                    .contains("Status: 2.0.0\r\n")
                    .contains("Content-Type: text/rfc822-headers\r\n")
                    .doesNotContain("1@x.example");
        }
    }

    @Test
    void aHostWithReportsSendsThemItself(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier((_, _) -> new AttemptResult.Delivered("mx.x.example", "250 ok", true));
            Queue.QueueId id = queue.add(SENDER, wanting("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
            assertThat(queue.store.queue().size()).isZero();
            assertThat(queue.events.of(Event.DsnQueued.class)).isEmpty();
        }
    }

    @Test
    void deliveredHere(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            queue.courier(
                    (lease, entry) ->
                            lease.domain().ascii().equals("here.example")
                                    ? filed(lease, entry)
                                    : QueueSituation.delivered());
            queue.add(SENDER, wanting("c@here.example"));
            queue.attempt();
            assertThat(queue.text(queue.attempt()))
                    .contains("Subject: Mail was delivered\r\n")
                    .contains("Action: delivered\r\n");
        }
    }

    private static AttemptResult filed(Queue.Lease lease, Queue.Entry entry) {
        Mailboxes.Target target =
                new Mailboxes.Target(entry.recipient().address(), Mailboxes.INBOX);
        return new AttemptResult.Filed(
                Mailboxes.Delivery.ofOurOwn(
                        lease.message().blob(), List.of(target), SENDER, QueueSituation.START),
                "filed");
    }

    @Test
    void neverWhereNobodySentIt(@TempDir Path folder) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            Queue.QueueId id = queue.add(ReversePath.NULL, wanting("0@x.example"));
            queue.attempt();
            queue.await(() -> queue.isGone(id));
            assertThat(queue.store.queue().size()).isZero();
        }
    }
}
