package org.hikyaku.app.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Queue.QueueId;
import org.hikyaku.store.Signals;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private static final int PAGE = 500;

    /** For picocli. */
    public QueueCommand() {}

    private static QueueId id(CommonOptions common, String text) {
        return QueueId.parse(text)
                .orElseThrow(() -> common.failure("queue.id", Printable.of(text, 40)));
    }

    private static Map<String, Object> data(Queue.Message message) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", message.id().toString());
        row.put("from", message.from().text());
        row.put("queued", message.queued().toString());
        row.put("sizeBytes", message.blob().sizeBytes());
        row.put("recipients", message.entries().stream().map(QueueCommand::data).toList());
        return row;
    }

    private static Map<String, Object> data(Queue.Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("address", entry.recipient().address().toString());
        row.put("state", entry.state().name().toLowerCase(Locale.ROOT));
        row.put("attempts", entry.attempts());
        row.put("nextAttempt", entry.nextAttempt().toString());
        row.put("lastReply", entry.lastReply());
        return row;
    }

    private static void show(Output out, Queue.Message message) {
        out.line(
                "%s  %s  %d octets  from %s"
                        .formatted(
                                message.id(),
                                message.queued().toString().substring(0, 19),
                                message.blob().sizeBytes(),
                                message.from()));
        for (Queue.Entry e : message.entries()) {
            out.line(
                    "    to %s: %s, %d attempts"
                                    .formatted(
                                            e.recipient().address(),
                                            e.state().name().toLowerCase(Locale.ROOT),
                                            e.attempts())
                            + (e.state() == Queue.State.WAITING
                                    ? ", next " + e.nextAttempt().toString().substring(0, 19)
                                    : ""));
            if (!e.lastReply().isEmpty()) {
                out.line("        " + Printable.of(e.lastReply(), 400));
            }
        }
    }

    private static int change(
            CommonOptions common,
            String text,
            String what,
            BiFunction<Queue, QueueId, Integer> work) {
        QueueId id = id(common, text);
        int recipients;
        try (EmbeddedStore store = common.store()) {
            if (store.queue().find(id).isEmpty()) {
                throw common.failure("queue.absent", id);
            }
            recipients = work.apply(store.queue(), id);
            store.signals().wake(Signals.Topic.QUEUE);
        }
        common.output().json(Map.of("id", id.toString(), "status", what, "recipients", recipients));
        common.output()
                .line(common.texts().text("queue." + what, Integer.toString(recipients), id));
        return 0;
    }

    /** Lists the queue. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the messages with the state of each recipient.",
            footer = {"", "Example: hikyaku queue list --json"})
    static final class ListAll implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            Output out = common.output();
            List<Map<String, Object>> rows = new ArrayList<>();
            try (EmbeddedStore store = common.store()) {
                long after = 0;
                for (List<Queue.Message> page = store.queue().list(after, PAGE);
                        !page.isEmpty();
                        page = store.queue().list(after, PAGE)) {
                    for (Queue.Message message : page) {
                        rows.add(data(message));
                        show(out, message);
                        after = message.id().value();
                    }
                }
            }
            out.json(rows);
            if (rows.isEmpty()) {
                out.line(common.texts().text("queue.empty"));
            }
            return 0;
        }
    }

    /** Shows a message of the queue. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one message with the state of each recipient.",
            footer = {"", "Example: hikyaku queue show 1a"})
    static final class Show implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "as queue list shows it")
        private String id = "";

        @Override
        public Integer call() {
            try (EmbeddedStore store = common.store()) {
                Queue.Message message =
                        store.queue()
                                .find(id(common, id))
                                .orElseThrow(() -> common.failure("queue.absent", id));
                common.output().json(data(message));
                show(common.output(), message);
            }
            return 0;
        }
    }

    /** Makes a message due now. */
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Tries a message now, also one that is held.",
            footer = {"", "Example: hikyaku queue retry 1a"})
    static final class Retry implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "as queue list shows it")
        private String id = "";

        @Override
        public Integer call() {
            Instant now = Clock.systemUTC().instant();
            return change(common, id, "retried", (queue, which) -> queue.retry(which, now));
        }
    }

    /** Keeps a message back. */
    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = "Keeps a message back until it is retried.",
            footer = {"", "Example: hikyaku queue hold 1a"})
    static final class Hold implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "as queue list shows it")
        private String id = "";

        @Override
        public Integer call() {
            return change(common, id, "held", Queue::hold);
        }
    }

    /** Takes a message out. */
    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = "Takes a message out of the queue; its sender is not told.",
            footer = {"", "Example: hikyaku queue drop 1a"})
    static final class Drop implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "as queue list shows it")
        private String id = "";

        @Override
        public Integer call() {
            return change(common, id, "dropped", Queue::drop);
        }
    }
}
