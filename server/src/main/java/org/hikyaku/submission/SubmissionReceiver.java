package org.hikyaku.submission;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.MessageReceiver;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.StoreException;

/** One message of our own on its way into the queue. */
final class SubmissionReceiver implements MessageReceiver {

    private final SubmissionService service;
    private final SubmissionParts parts;
    private final SessionInfo session;
    private final Envelope envelope;
    private final Instant start;
    private final Blobs.Writer blob;
    private final OutgoingMessage message;
    private final MessageScanner scanner;

    SubmissionReceiver(SubmissionService service, SessionInfo session, Envelope envelope) {
        this.service = service;
        this.parts = service.parts();
        this.session = session;
        this.envelope = envelope;
        this.start = parts.clock().instant();
        this.blob = parts.store().blobs().create();
        this.message = new OutgoingMessage(service, session, envelope, start, blob);
        this.scanner = new MessageScanner(List.of(message));
    }

    @Override
    public void octets(byte[] octets, int offset, int length) throws ReplyException {
        try {
            scanner.feed(octets, offset, length);
        } catch (IOException | StoreException e) {
            throw refusal(e);
        }
    }

    private ReplyException refusal(Exception e) {
        return switch (e) {
            case RefusedMessageException refused -> refused.refusal();
            case MessageScanner.HeaderTooLargeException _ ->
                    new ReplyException(
                            Reply.of(552, "5.3.4", "The header is too large"), "header too large");
            case DkimSignException unsigned ->
                    new ReplyException(
                            Reply.of(550, "5.6.0", "The message cannot be signed"),
                            "cannot be signed: " + unsigned.getMessage());
            default -> service.trouble("a message cannot be written", e);
        };
    }

    @Override
    public Reply finish() throws ReplyException {
        try (blob) {
            scanner.end();
            BlobRef ref = blob.commit();
            Queue.QueueId id =
                    parts.store().queue().add(new Queue.NewMessage(ref, message.envelope(), start));
            parts.store().signals().wake(Signals.Topic.QUEUE);
            tell(id);
            return Reply.of(250, "2.0.0", "Queued as " + id);
        } catch (IOException | StoreException e) {
            throw refusal(e);
        }
    }

    private void tell(Queue.QueueId id) {
        parts.events()
                .emit(
                        new Event.MessageSubmitted(
                                session.id(),
                                session.clientText(),
                                session.login() == null ? "-" : session.login().toString(),
                                envelope.from().text(),
                                envelope.recipients().stream()
                                        .map(r -> r.address().toString())
                                        .toList(),
                                blob.sizeBytes(),
                                session.tlsText(),
                                message.signedBy(),
                                id.toString(),
                                Duration.between(start, parts.clock().instant())));
    }

    @Override
    public void refused(ReplyException refusal) {
        blob.close(); // the session reports the refusal
    }

    @Override
    public void abandoned(String cause) {
        blob.close();
    }
}
