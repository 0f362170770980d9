package org.hikyaku.queue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.dsn.DsnReport.Action;
import org.hikyaku.dsn.DsnWriter;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.hikyaku.store.StoreException;

/** Writes reports to senders into the blob store, ready to be queued. */
final class Reports {

    private final DomainName hostname;
    private final Blobs blobs;
    private final MessageSigner signer;
    private final RandomGenerator random;

    Reports(DomainName hostname, Blobs blobs, MessageSigner signer, RandomGenerator random) {
        this.hostname = hostname;
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
        List<DsnReport.Status> wanted =
                statuses.stream().filter(s -> isWanted(s.recipient(), action)).toList();
        if (sender == null || wanted.isEmpty()) {
            return Optional.empty();
        }
        DsnReport report =
                new DsnReport(
                        hostname,
                        sender,
                        action,
                        message.options().envelopeId(),
                        message.queued(),
                        wanted);
        DsnWriter.Returned returned = returned(message, action);
        String token = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        byte[] octets = DsnWriter.write(report, returned, now, token);
        BlobRef blob = store(octets);
        Envelope.Options options =
                new Envelope.Options(
                        body(octets),
                        sender.needsSmtpUtf8(),
                        false,
                        null,
                        // RFC 8689 section 5: a report goes no other way than its message.
                        message.options().requireTls());
        // RFC 3461 section 6.1: from nobody, so that no report is about a report.
        Envelope envelope = new Envelope(ReversePath.NULL, List.of(Recipient.of(sender)), options);
        return Optional.of(new Queue.NewMessage(blob, envelope, now));
    }

    private static BodyType body(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return BodyType.EIGHT_BIT_MIME;
            }
        }
        return BodyType.SEVEN_BIT;
    }

    private BlobRef store(byte[] octets) throws IOException {
        try (Blobs.Writer writer = blobs.create()) {
            byte[] signatures = signer.sign(octets, hostname);
            writer.write(octets, 0, octets.length);
            writer.prepend(signatures);
            return writer.commit();
        }
    }

    private static boolean isWanted(Recipient recipient, Action action) {
        return switch (action) {
            case FAILED -> recipient.wantsFailure();
            case DELAYED -> recipient.wantsDelay();
            case DELIVERED, RELAYED -> recipient.notices().contains(Recipient.Notify.SUCCESS);
        };
    }

    /** What goes back of the message; an empty header where it cannot be read. */
    private DsnWriter.Returned returned(Queue.Message message, Action action) {
        // RFC 3461 section 4.3: RET=FULL is for failures only.
        boolean headerOnly =
                action != Action.FAILED
                        || message.options().returnHeadersOnly()
                        || message.options().requireTls() // RFC 8689 section 5
                        || message.blob().sizeBytes() > DsnWriter.MAX_RETURNED_OCTETS;
        try (InputStream in = blobs.open(message.blob())) {
            byte[] octets = in.readNBytes(DsnWriter.MAX_RETURNED_OCTETS);
            return new DsnWriter.Returned(headerOnly ? header(octets) : octets, headerOnly);
        } catch (IOException | StoreException _) {
            // The sender hears of the failure all the same; the attempts have told of the damage.
            return new DsnWriter.Returned(new byte[0], true);
        }
    }

    /** The header with the end of its last line; of a longer one what there is of whole lines. */
    private static byte[] header(byte[] octets) {
        int end = 0;
        for (int i = 1; i < octets.length; i++) {
            if (octets[i] == '\n' && octets[i - 1] == '\r') {
                if (end == i - 1) {
                    break;
                }
                end = i + 1;
            }
        }
        return Arrays.copyOf(octets, end);
    }
}
