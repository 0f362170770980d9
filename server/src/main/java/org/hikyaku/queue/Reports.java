package org.hikyaku.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.dsn.DsnReport.Action;
import org.hikyaku.dsn.DsnWriter;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;

/** Writes reports to senders into the blob store, ready to be queued. */
final class Reports {

    private final QueueSettings settings;
    private final Blobs blobs;
    private final MessageSigner signer;
    private final RandomGenerator random;

    Reports(QueueSettings settings, Blobs blobs, MessageSigner signer, RandomGenerator random) {
        this.settings = settings;
        this.blobs = blobs;
        this.signer = signer;
        this.random = random;
    }

    /**
     * The report about {@code statuses}; empty where nobody is to be told (RFC 3464 section 2:
     * never about a report).
     */
    Optional<Queue.NewMessage> report(
            Queue.Message message, Action action, List<DsnReport.Status> statuses, Instant now)
            throws IOException {
        MailAddress sender = message.from().address();
        List<DsnReport.Status> wanted = new ArrayList<>();
        for (DsnReport.Status status : statuses) {
            Recipient recipient = status.recipient();
            if (action == Action.FAILED ? recipient.wantsFailure() : recipient.wantsDelay()) {
                wanted.add(status);
            }
        }
        if (sender == null || wanted.isEmpty()) {
            return Optional.empty();
        }
        DsnReport report =
                new DsnReport(
                        settings.hostname(),
                        sender,
                        action,
                        message.options().envelopeId(),
                        message.queued(),
                        wanted);
        String token = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        byte[] octets = DsnWriter.write(report, returned(message), now, token);
        BlobRef blob = store(octets);
        Envelope envelope =
                new Envelope(
                        ReversePath.NULL,
                        List.of(Recipient.of(sender)),
                        new Envelope.Options(
                                BodyType.EIGHT_BIT_MIME, sender.needsSmtpUtf8(), false, null));
        return Optional.of(new Queue.NewMessage(blob, envelope, now));
    }

    private BlobRef store(byte[] octets) throws IOException {
        try (Blobs.Writer writer = blobs.create()) {
            byte[] signatures = signer.sign(octets, settings.hostname());
            writer.write(octets, 0, octets.length);
            writer.prepend(signatures);
            return writer.commit();
        }
    }

    private DsnWriter.Returned returned(Queue.Message message) throws IOException {
        boolean headerOnly =
                message.options().returnHeadersOnly()
                        || message.blob().sizeBytes() > DsnWriter.MAX_RETURNED_OCTETS;
        try (InputStream in = blobs.open(message.blob())) {
            byte[] octets = in.readNBytes(DsnWriter.MAX_RETURNED_OCTETS);
            return headerOnly
                    ? new DsnWriter.Returned(header(octets), true)
                    : new DsnWriter.Returned(octets, false);
        }
    }

    private static byte[] header(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            if (i + 3 < octets.length
                    && octets[i] == '\r'
                    && octets[i + 1] == '\n'
                    && octets[i + 2] == '\r'
                    && octets[i + 3] == '\n') {
                out.write(octets, 0, i + 2);
                return out.toByteArray();
            }
        }
        return octets;
    }
}
