package org.hikyaku.inbound;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.MessageReceiver;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * One message from outside: streams through the checks and into the store at once; then a list of
 * steps. It is told once what became of it, whatever that is.
 */
final class InboundReceiver implements MessageReceiver {

    private final InboundService service;
    private final InboundParts parts;
    private final SessionInfo session;
    private final Envelope envelope;
    private final List<MailAddress> accounts;
    private final Instant start;
    private final Future<ReverseDns> reverse;
    private final Blobs.Writer blob;
    private final AuthRun checks;
    private final IncomingMessage message;
    private final MessageScanner scanner;

    InboundReceiver(
            InboundService service,
            SessionInfo session,
            Envelope envelope,
            List<MailAddress> accounts) {
        this.service = service;
        this.parts = service.parts();
        this.session = session;
        this.envelope = envelope;
        this.accounts = accounts;
        this.start = parts.clock().instant();
        // DNS is waited for while the message arrives.
        this.reverse = ReverseDns.begin(session.client(), parts.resolver());
        this.checks =
                parts.authenticator()
                        .begin(
                                new MessageAuthenticator.Peer(
                                        session.client(), session.helo(), envelope.from()));
        this.blob = parts.store().blobs().create();
        this.message = new IncomingMessage(blob, service.settings().hostname().ascii());
        this.scanner = new MessageScanner(List.of(checks, message));
    }

    @Override
    public void octets(byte[] octets, int offset, int length) throws ReplyException {
        try {
            scanner.feed(octets, offset, length);
        } catch (MessageScanner.HeaderTooLargeException e) {
            throw new ReplyException(
                    Reply.of(552, "5.3.4", "The header is too large"), "header too large");
        } catch (IOException | StoreException e) {
            throw service.trouble("a message cannot be written", e);
        }
        refuseLoop();
    }

    private void refuseLoop() throws ReplyException {
        if (message.received() > service.settings().maxReceived()) {
            // RFC 5321 section 6.3
            throw new ReplyException(
                    Reply.of(554, "5.4.6", "The message goes round in a loop"),
                    message.received() + " Received fields");
        }
    }

    @Override
    public Reply finish() throws ReplyException {
        try (blob) {
            endMessage();
            Arrival arrival = arrival();
            Decision decision = parts.policy().decide(arrival.facts());
            Reply reply = carryOut(decision, arrival);
            arrival.tell(parts, decision, reply);
            return reply;
        } catch (ReplyException e) {
            tellUndecided(e);
            throw e;
        }
    }

    private void endMessage() throws ReplyException {
        try {
            scanner.end();
        } catch (IOException | StoreException e) {
            throw service.trouble("a message cannot be written", e);
        }
        refuseLoop();
    }

    private Arrival arrival() throws ReplyException {
        AuthVerdict verdict = checks.verdict();
        var facts =
                new Policy.Facts(
                        verdict, reverseName(), session.tls() != null, envelope, message.header());
        return new Arrival(
                session,
                service.settings().hostname(),
                facts,
                start,
                blob.sizeBytes(),
                parts.clock());
    }

    private ReverseDns reverseName() throws ReplyException {
        try {
            return reverse.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ReplyException(
                    Reply.of(421, "4.3.2", "The server is shutting down"), "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reverse lookup failed", e.getCause());
        }
    }

    /** What the peer is told; for a message that is kept, once it is durable. */
    private Reply carryOut(Decision decision, Arrival arrival) throws ReplyException {
        return switch (decision) {
            case Decision.Deliver deliver ->
                    file(arrival, Mailboxes.INBOX, "deliver", deliver.override());
            case Decision.Quarantine quarantine ->
                    file(arrival, Mailboxes.JUNK, "quarantine", quarantine.override());
            case Decision.Reject reject -> reject.reply();
            case Decision.Defer defer -> defer.reply();
        };
    }

    private Reply file(
            Arrival arrival, String mailbox, String disposition, @Nullable String override)
            throws ReplyException {
        try {
            String id = session.id() + "." + Long.toString(start.toEpochMilli(), 36);
            blob.prepend(arrival.traceFields(id, parts.results()));
            BlobRef ref = blob.commit();
            var targets = accounts.stream().map(a -> new Mailboxes.Target(a, mailbox)).toList();
            List<Long> ids =
                    parts.store()
                            .mailboxes()
                            .deliver(
                                    new Mailboxes.Delivery(
                                            ref,
                                            targets,
                                            envelope.from(),
                                            start,
                                            arrival.evidence(disposition, override)));
            if (mailbox.equals(Mailboxes.INBOX)) {
                tellSender(arrival, ref);
            }
            return Reply.of(250, "2.0.0", "Accepted as " + Long.toString(ids.getFirst(), 36));
        } catch (IOException | StoreException e) {
            throw service.trouble("a message cannot be stored", e);
        }
    }

    /**
     * Only of whom SPF vouches for: a report of success to anybody else would reach whomever a
     * stranger likes to name.
     */
    private void tellSender(Arrival arrival, BlobRef message) {
        if (arrival.facts().auth().spf().code() == SpfResult.Code.PASS) {
            parts.reports().delivered(envelope, message, parts.clock().instant());
        }
    }

    @Override
    public void refused(ReplyException refusal) {
        blob.close();
        tellUndecided(refusal);
    }

    @Override
    public void abandoned(String cause) {
        blob.close();
        tell("defer", "", cause);
    }

    private void tellUndecided(ReplyException refusal) {
        Reply reply = refusal.reply();
        tell(reply.isPermanent() ? "reject" : "defer", reply.toString(), refusal.causeForLog());
    }

    /** For a message that ended before its verdict was known. */
    private void tell(String disposition, String reply, String cause) {
        reverse.cancel(false);
        parts.events()
                .emit(
                        new Event.MessageIn(
                                session.id(),
                                session.clientText(),
                                session.helo(),
                                envelope.from().text(),
                                MessageSeen.addresses(envelope),
                                blob.sizeBytes(),
                                session.tlsText(),
                                "-",
                                "-",
                                "-",
                                disposition,
                                reply,
                                cause,
                                Duration.between(start, parts.clock().instant())));
    }
}
