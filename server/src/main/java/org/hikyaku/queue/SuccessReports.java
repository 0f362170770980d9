package org.hikyaku.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;

/**
 * Queues the reports that senders have asked for of what was delivered here without passing through
 * the queue. Safe for many threads.
 */
public final class SuccessReports {

    /** RFC 3463 section 3.2: the address is valid. */
    private static final EnhancedCode DELIVERED = EnhancedCode.of("2.1.5");

    /** Queues count from 1. */
    private static final Queue.QueueId NEVER_QUEUED = new Queue.QueueId(0);

    private final Store store;
    private final EventLog events;
    private final Reports reports;

    /**
     * Reports of {@code hostname}.
     *
     * @param random for Message-IDs; safe for many threads
     */
    public SuccessReports(
            DomainName hostname,
            Store store,
            MessageSigner signer,
            EventLog events,
            RandomGenerator random) {
        this.store = store;
        this.events = events;
        this.reports = new Reports(hostname, store.blobs(), signer, random);
    }

    /**
     * Tells the sender of {@code envelope} for which recipients the message is in its mailbox, of
     * those for whom it wanted to know (RFC 3461 section 5.2.3). What cannot be told is logged: the
     * message is delivered all the same.
     */
    public void delivered(Envelope envelope, BlobRef message, Instant at) {
        List<DsnReport.Status> statuses = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            if (recipient.notices().contains(Recipient.Notify.SUCCESS)) {
                statuses.add(new DsnReport.Status(recipient, DELIVERED, null, "", "", at, null));
            }
        }
        if (statuses.isEmpty()) {
            return;
        }
        Queue.Message about =
                new Queue.Message(
                        NEVER_QUEUED, message, envelope.from(), envelope.options(), at, List.of());
        try {
            Optional<Queue.NewMessage> report =
                    reports.report(about, DsnReport.Action.DELIVERED, statuses, at);
            if (report.isPresent()) {
                Queue.QueueId id = store.queue().add(report.get());
                store.signals().wake(Signals.Topic.QUEUE);
                tell(id, envelope, statuses.getFirst());
            }
        } catch (IOException | StoreException e) {
            events.emit(new Event.Trouble("queue", "a report of success cannot be queued", e));
        }
    }

    private void tell(Queue.QueueId id, Envelope envelope, DsnReport.Status first) {
        events.emit(
                new Event.DsnQueued(
                        id.toString(),
                        first.recipient().address().toString(),
                        envelope.from().text(),
                        DsnReport.Action.DELIVERED.text()));
    }
}
