package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hikyaku.dsn.DsnReader;
import org.hikyaku.dsn.ReceivedDsn;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a message goes back with its report, and that our own reader understands the report. */
final class BounceContentTest {

    private static final ReversePath SENDER = ReversePath.of("s@y.example");
    private static final String HEADER = "From: <s@y.example>\r\nSubject: hello\r\n";

    @TempDir Path folder;

    /** The report that follows the refusal of a message. */
    private static Queue.Lease refused(
            QueueSituation queue, String text, Envelope.Options options, Recipient... to)
            throws Exception {
        queue.courier(
                (lease, _) ->
                        lease.message().from().isNull()
                                ? QueueSituation.delivered()
                                : QueueSituation.refused("550 5.1.1 no such user"));
        Envelope envelope = new Envelope(SENDER, List.of(to), options);
        queue.store.queue().add(new Queue.NewMessage(queue.blob(text), envelope, queue.now()));
        queue.store.signals().wake(Signals.Topic.QUEUE);
        queue.attempt();
        return queue.attempt();
    }

    /** RFC 3461 section 4.3: all of it, the header where that is asked for or it is long. */
    @ParameterizedTest
    @CsvSource({
        "false, 100, message/rfc822, true",
        "true, 100, text/rfc822-headers, false",
        "false, 49000, message/rfc822, true",
        "false, 60000, text/rfc822-headers, false",
        "false, 20000000, text/rfc822-headers, false",
    })
    void whatGoesBack(boolean headersOnly, int octets, String type, boolean body) throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            String text = HEADER + "\r\nTHE BODY\r\n" + "x".repeat(octets) + "\r\n";
            Envelope.Options options =
                    new Envelope.Options(BodyType.SEVEN_BIT, false, headersOnly, "id 1");
            Queue.Lease lease = refused(queue, text, options, QueueSituation.to("0@x.example"));
            String report = queue.text(lease);
            assertThat(report).contains("\r\nContent-Type: " + type + "\r\n").contains(HEADER);
            assertThat(report.contains("THE BODY")).isEqualTo(body);
            assertThat(report).hasSizeLessThan(64 * 1024);
            ReceivedDsn dsn = DsnReader.read(report.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(dsn.envelopeId()).isEqualTo("id 1");
            assertThat(dsn.returned().fields())
                    .extracting(f -> f.value())
                    .containsExactly("<s@y.example>", "hello");
        }
    }

    /** A header without an end is bounded as well. */
    @Test
    void aHeaderOfAnyLength() throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            String text = "X: " + "y".repeat(60) + "\r\n";
            Queue.Lease lease =
                    refused(
                            queue,
                            HEADER + text.repeat(5000),
                            Envelope.Options.NONE,
                            QueueSituation.to("0@x.example"));
            assertThat(queue.text(lease)).hasSizeLessThan(64 * 1024).contains(HEADER + text);
        }
    }

    /** RFC 6533; eight bits of the body come back as they went (RFC 6152). */
    @Test
    void beyondAscii() throws Exception {
        try (QueueSituation queue = new QueueSituation(folder)) {
            Recipient to =
                    new Recipient(MailAddress.of("飛脚@x.example"), Set.of(), "utf-8;飛脚@x.example");
            Queue.Lease lease =
                    refused(
                            queue,
                            "From: <s@y.example>\r\nSubject: 飛脚\r\n\r\nü\r\n",
                            new Envelope.Options(BodyType.EIGHT_BIT_MIME, true, false, null),
                            to);
            assertThat(lease.message().options().body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
            String report = queue.text(lease);
            assertThat(report)
                    .contains("\r\nContent-Type: message/global-delivery-status\r\n")
                    .contains("\r\nContent-Type: message/global\r\n");
            ReceivedDsn dsn = DsnReader.read(report.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(dsn.recipients().getFirst().finalRecipient())
                    .isEqualTo(new ReceivedDsn.Typed("utf-8", "飛脚@x.example"));
        }
    }
}
