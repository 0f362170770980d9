package org.hikyaku.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.dsn.DsnReport.Action;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;

/**
 * Turns the results of an attempt into settlements and reports, and has the store take both in one
 * transaction.
 */
final class Settling {

    /** What one attempt leads to; used by one thread. */
    private static final class Outcome {
        private final Instant now;
        private final List<Queue.Settlement> settlements = new ArrayList<>();
        private final Map<Action, List<DsnReport.Status>> told = new EnumMap<>(Action.class);
        private final List<Queue.NewMessage> reports = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();

        private Outcome(Instant now) {
            this.now = now;
        }

        private void tell(Action action, DsnReport.Status status) {
            told.computeIfAbsent(action, _ -> new ArrayList<>()).add(status);
        }
    }

    private final QueueSettings settings;
    private final QueueRunner.Parts parts;
    private final Reports reports;

    Settling(QueueSettings settings, QueueRunner.Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.reports =
                new Reports(
                        settings.hostname(), parts.store().blobs(), parts.signer(), parts.random());
    }

    /** Settles a lease; a recipient without a result is tried again. */
    void settle(Queue.Lease lease, Map<Integer, AttemptResult> results) throws IOException {
        Outcome outcome = new Outcome(parts.clock().instant());
        for (Queue.Entry entry : lease.message().entries()) {
            AttemptResult result =
                    results.getOrDefault(
                            entry.number(), new AttemptResult.Unreachable("", "it was not tried"));
            decide(lease.message(), entry, result, outcome);
        }
        for (Map.Entry<Action, List<DsnReport.Status>> e : outcome.told.entrySet()) {
            report(lease.message(), e.getKey(), e.getValue(), outcome);
        }
        if (parts.store().queue().settle(lease, outcome.settlements, outcome.reports)) {
            outcome.events.forEach(parts.events()::emit);
        } else {
            parts.events().emit(lost(lease));
        }
    }

    private static Event lost(Queue.Lease lease) {
        String id = lease.message().id().toString();
        return new Event.Trouble(
                "queue", "the lease of message " + id + " was lost: it may be sent twice", null);
    }

    private void decide(
            Queue.Message message, Queue.Entry entry, AttemptResult result, Outcome outcome) {
        NextStep.Progress progress =
                new NextStep.Progress(
                        message.queued(), entry.attempts() + 1, entry.delayReported());
        NextStep step =
                NextStep.after(result, progress, settings.patience(), outcome.now, parts.random());
        outcome.settlements.add(settlement(entry, result, step));
        switch (step) {
            case NextStep.Done _ -> success(entry, result, outcome);
            case NextStep.Bounce bounce -> {
                // What the host said last, and beside it why that was the last time.
                String why = bounce.text().equals(result.text()) ? "" : bounce.text();
                outcome.tell(
                        Action.FAILED,
                        status(entry, result, outcome.now).because(bounce.status(), why));
            }
            case NextStep.Retry retry when retry.warnSender() -> {
                Instant until = message.queued().plus(settings.patience().lifetime());
                outcome.tell(Action.DELAYED, status(entry, result, outcome.now).until(until));
            }
            case NextStep.Retry _ -> {}
        }
    }

    /** RFC 3461 section 5.2.2 and 6.2: whoever ends the chain of reports tells of success. */
    private static void success(Queue.Entry entry, AttemptResult result, Outcome outcome) {
        if (!entry.recipient().notices().contains(Recipient.Notify.SUCCESS)) {
            return;
        }
        DsnReport.Status status = status(entry, result, outcome.now);
        if (result.host().isEmpty()) {
            outcome.tell(Action.DELIVERED, status);
        } else if (result instanceof AttemptResult.Delivered taken && !taken.reports()) {
            outcome.tell(Action.RELAYED, status);
        }
    }

    private static DsnReport.Status status(Queue.Entry entry, AttemptResult result, Instant now) {
        String host = result.host().isEmpty() ? null : result.host();
        return new DsnReport.Status(
                entry.recipient(), result.status(), host, result.text(), "", now, null);
    }

    private static Queue.Settlement settlement(
            Queue.Entry entry, AttemptResult result, NextStep step) {
        return switch (step) {
            case NextStep.Done _ ->
                    result instanceof AttemptResult.Filed(Mailboxes.Delivery delivery, String text)
                            ? new Queue.Settlement.Filed(entry.number(), text, delivery)
                            : new Queue.Settlement.Delivered(entry.number(), result.text());
            case NextStep.Bounce bounce ->
                    new Queue.Settlement.Bounced(entry.number(), bounce.text());
            case NextStep.Retry retry ->
                    new Queue.Settlement.Retry(
                            entry.number(),
                            retry.at(),
                            result.text(),
                            entry.delayReported() || retry.warnSender());
        };
    }

    private void report(
            Queue.Message message, Action action, List<DsnReport.Status> about, Outcome outcome)
            throws IOException {
        String id = message.id().toString();
        String first = about.getFirst().recipient().address().toString();
        if (message.from().isNull() && action == Action.FAILED) {
            // RFC 5321 section 6.1: nobody is told of a report that cannot be delivered.
            String nobody = "nobody: the message is a report itself";
            outcome.events.add(new Event.DsnQueued(id, first, nobody, action.text()));
            return;
        }
        Optional<Queue.NewMessage> made = reports.report(message, action, about, outcome.now);
        if (made.isPresent()) {
            outcome.reports.add(made.get());
            String to = message.from().text();
            outcome.events.add(new Event.DsnQueued(id, first, to, action.text()));
        }
    }
}
