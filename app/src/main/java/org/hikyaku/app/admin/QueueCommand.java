package org.hikyaku.app.admin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Queue.QueueId;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Messages on their way out. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Messages on their way out.",
        footer = {"", "Example: hikyaku queue list"},
        subcommands = {
            QueueCommand.ListAll.class,
            QueueCommand.Show.class,
            QueueCommand.Retry.class,
            QueueCommand.Hold.class,
            QueueCommand.Drop.class
        })
public final class QueueCommand {

    /** Of a time as text: the date and the time to the second. */
    private static final int TO_SECONDS = 19;

    /** For picocli. */
    public QueueCommand() {}

    /** A command that shows messages of the queue. */
    abstract static class Showing extends StoreCommand {

        static Map<String, @Nullable Object> data(Queue.Message message) {
            return Answer.row(
                    "id",
                    message.id().toString(),
                    "from",
                    message.from().text(),
                    "queued",
                    message.queued().toString(),
                    "sizeBytes",
                    message.blob().sizeBytes(),
                    "recipients",
                    message.entries().stream().map(Showing::data).toList());
        }

        private static Map<String, @Nullable Object> data(Queue.Entry entry) {
            return Answer.row(
                    "address",
                    entry.recipient().address().toString(),
                    "state",
                    entry.state().name().toLowerCase(Locale.ROOT),
                    "attempts",
                    entry.attempts(),
                    "nextAttempt",
                    entry.nextAttempt().toString(),
                    "lastReply",
                    entry.lastReply());
        }

        final List<String> lines(Queue.Message message) {
            List<String> lines = new ArrayList<>();
            lines.add(
                    text(
                            "queue.message",
                            message.id(),
                            message.queued().toString().substring(0, TO_SECONDS),
                            Long.toString(message.blob().sizeBytes()),
                            message.from()));
            for (Queue.Entry entry : message.entries()) {
                lines.add("    " + line(entry));
                if (!entry.lastReply().isEmpty()) {
                    lines.add("        " + Printable.of(entry.lastReply(), 400));
                }
            }
            return lines;
        }

        private String line(Queue.Entry entry) {
            String next = entry.nextAttempt().toString().substring(0, TO_SECONDS);
            return text(
                    "queue.entry." + entry.state().name().toLowerCase(Locale.ROOT),
                    entry.recipient().address(),
                    Integer.toString(entry.attempts()),
                    next);
        }
    }

    /** A command on one message of the queue. */
    abstract static class OnMessage extends Showing {
        @Parameters(paramLabel = "ID", description = "as queue list shows it")
        private String id = "";

        abstract Answer work(Store store, Queue.Message message);

        @Override
        final Answer work(Store store) {
            QueueId wanted =
                    QueueId.parse(id).orElseThrow(() -> failure("queue.id", Printable.of(id, 40)));
            Queue.Message message =
                    store.queue().find(wanted).orElseThrow(() -> failure("queue.absent", wanted));
            return work(store, message);
        }
    }

    /** A command that changes when one message is sent, or whether at all. */
    abstract static class Changing extends OnMessage {

        /** Does it; how many recipients it concerned. */
        abstract int change(Queue queue, QueueId id);

        /** What has happened, as a word. */
        abstract String status();

        @Override
        final Answer work(Store store, Queue.Message message) {
            int recipients = change(store.queue(), message.id());
            store.signals().wake(Signals.Topic.QUEUE);
            return Answer.of(
                    Answer.row(
                            "id",
                            message.id().toString(),
                            "status",
                            status(),
                            "recipients",
                            recipients),
                    text("queue." + status(), Integer.toString(recipients), message.id()));
        }
    }

    /** Lists the queue. */
    @Command(
            name = "list",
            description = "Lists the messages with the state of each recipient.",
            footer = {"", "Example: hikyaku queue list --json"})
    static final class ListAll extends Showing {
        @Override
        Answer work(Store store) {
            return Answer.list(
                    all(store.queue()::list, message -> message.id().value()),
                    Showing::data,
                    this::lines,
                    text("queue.empty"));
        }
    }

    /** Shows a message of the queue. */
    @Command(
            name = "show",
            description = "Shows one message with the state of each recipient.",
            footer = {"", "Example: hikyaku queue show 1a"})
    static final class Show extends OnMessage {
        @Override
        Answer work(Store store, Queue.Message message) {
            return new Answer(data(message), lines(message));
        }
    }

    /** Makes a message due now. */
    @Command(
            name = "retry",
            description = "Tries a message now, also one that is held.",
            footer = {"", "Example: hikyaku queue retry 1a"})
    static final class Retry extends Changing {
        @Override
        int change(Queue queue, QueueId id) {
            return queue.retry(id, InstantSource.system().instant());
        }

        @Override
        String status() {
            return "retried";
        }
    }

    /** Keeps a message back. */
    @Command(
            name = "hold",
            description = "Keeps a message back until it is retried.",
            footer = {"", "Example: hikyaku queue hold 1a"})
    static final class Hold extends Changing {
        @Override
        int change(Queue queue, QueueId id) {
            return queue.hold(id);
        }

        @Override
        String status() {
            return "held";
        }
    }

    /** Takes a message out. */
    @Command(
            name = "drop",
            description = "Takes a message out of the queue; its sender is not told.",
            footer = {"", "Example: hikyaku queue drop 1a"})
    static final class Drop extends Changing {
        @Override
        int change(Queue queue, QueueId id) {
            return queue.drop(id);
        }

        @Override
        String status() {
            return "dropped";
        }
    }
}
