package org.hikyaku.app.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.maillog.MailAttempt;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.store.StoreException;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.watch.LogSource;
import org.hikyaku.watch.Watcher;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Follows the mail log of Postfix into the evidence of a data folder. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description =
                "Follows the mail log of a Postfix that stays: each delivery, delay and bounce is shown and kept in the data folder.",
        footer = {
            "",
            "Each line is counted once: it goes on where it has ended. A server with [watch] in its",
            "settings does the same.",
            "",
            "Example: hikyaku watch /var/log/mail.log --dir /var/lib/hikyaku",
            "Example: hikyaku watch /var/log/mail.log --once --json"
        })
public final class WatchCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 500;
    private static final int MAX_TEXT_CHARS = 300;

    /** Steps between words on how far it is: 40,000 lines. */
    private static final int STEPS_BETWEEN_WORDS = 20;

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "a file of syslog (default: /var/log/mail.log)")
    private @Nullable Path file;

    @Option(names = "--journal", description = "asks the journal of systemd in place of a file")
    private boolean journal;

    @Option(names = "--once", description = "ends at the end of what is there now")
    private boolean once;

    private final Map<MailAttempt.Outcome, Long> totals = new EnumMap<>(MailAttempt.Outcome.class);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long lines;

    /** For picocli. */
    public WatchCommand() {}

    private Texts words() {
        return Texts.of(WatchCommand.class, "WatchMessages", common.locale());
    }

    @Override
    public Integer call() throws Exception {
        LogSetup.silent();
        Path path = file == null ? Path.of("/var/log/mail.log") : file;
        if (journal && file != null) {
            throw failure("watch.both", path);
        }
        if (!journal && !Files.isReadable(path)) {
            throw failure(Files.exists(path) ? "watch.forbidden" : "watch.absent", path);
        }
        if (!journal && !Files.isRegularFile(path)) {
            throw failure("watch.no-file", path);
        }
        try (EmbeddedStore store = common.store();
                LogSource source = journal ? LogSources.journal() : LogSources.file(path)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "watch-end"));
            follow(new Watcher(source, store.evidence(), _ -> {}), source);
        } catch (IOException e) {
            throw new CommandFailure(
                    words().text("watch.unreadable", String.valueOf(e.getMessage())), e);
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(words().text(key, arguments));
    }

    /** What was begun is kept before the program ends. */
    private void end() {
        ending.countDown();
        try {
            boolean _ = ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Watcher watcher, LogSource source)
            throws IOException, InterruptedException {
        watcher.begin();
        int steps = 0;
        while (ending.getCount() > 0) {
            Watcher.Step step = stepped(watcher);
            lines += step.read();
            step.attempts().forEach(this::show);
            if (step.read() == 0 && once) {
                break;
            }
            if (step.read() == 0) {
                boolean _ = ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } else if (++steps % STEPS_BETWEEN_WORDS == 0) {
                long percent = Math.round(source.progress() * 100);
                System.err.println(
                        words().text(
                                        "watch.progress",
                                        Long.toString(lines),
                                        Long.toString(percent)));
            }
        }
        tell();
    }

    private static Watcher.Step stepped(Watcher watcher) throws IOException {
        try {
            return watcher.step(Clock.systemUTC().instant());
        } catch (StoreException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void show(MailAttempt attempt) {
        totals.merge(attempt.outcome(), 1L, Long::sum);
        Output out = common.output();
        if (out.isJson()) {
            out.out().println(new JsonMapper().writeValueAsString(data(attempt))); // one a line
            return;
        }
        String outcome = attempt.outcome().name().toLowerCase(Locale.ROOT);
        out.line(
                words().text(
                                "watch." + outcome,
                                attempt.at().toString(),
                                attempt.queueId(),
                                shown(attempt.to()),
                                shown(attempt.relay().name()),
                                attempt.tls(),
                                shown(attempt.text())));
    }

    private static String shown(String text) {
        return Printable.of(text, MAX_TEXT_CHARS);
    }

    private static Map<String, Object> data(MailAttempt attempt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("at", attempt.at().toString());
        data.put("instance", attempt.instance());
        data.put("queueId", attempt.queueId());
        data.put("messageId", attempt.messageId());
        data.put("from", attempt.from());
        data.put("to", attempt.to());
        data.put("host", attempt.relay().name());
        data.put("address", attempt.relay().address());
        data.put("tls", attempt.tls());
        data.put("outcome", Watcher.outcome(attempt));
        data.put("dsn", attempt.dsn());
        data.put("reply", attempt.text());
        data.put("delayMillis", attempt.delay().toMillis());
        return data;
    }

    private long total(MailAttempt.Outcome outcome) {
        return totals.getOrDefault(outcome, 0L);
    }

    private void tell() {
        Output out = common.output();
        if (out.isJson()) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("status", "ok");
            summary.put("lines", lines);
            for (MailAttempt.Outcome outcome : MailAttempt.Outcome.values()) {
                summary.put(outcome.name().toLowerCase(Locale.ROOT), total(outcome));
            }
            out.out().println(new JsonMapper().writeValueAsString(summary));
            return;
        }
        out.line(
                words().text(
                                "watch.total",
                                Long.toString(lines),
                                Long.toString(total(MailAttempt.Outcome.DELIVERED)),
                                Long.toString(total(MailAttempt.Outcome.DEFERRED)),
                                Long.toString(total(MailAttempt.Outcome.BOUNCED))));
    }
}
