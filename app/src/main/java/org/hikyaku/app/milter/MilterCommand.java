package org.hikyaku.app.milter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.beside.BesideFiles;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.app.server.Lifetime;
import org.hikyaku.app.server.MilterRuntime;
import org.hikyaku.app.server.MilterSetup;
import org.hikyaku.app.server.MilterTexts;
import org.hikyaku.app.server.Signals;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.SocketFileException;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.ops.LogEvents;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the milter alone, beside a Postfix or Sendmail. */
@Command(
        name = "milter",
        mixinStandardHelpOptions = true,
        description =
                "Checks and signs mail for a Postfix or Sendmail, in place of OpenDKIM, OpenDMARC and an SPF policy daemon,"
                        + " until it is told to end (SIGTERM); SIGHUP and SIGUSR1 take the settings anew.",
        footer = {
            "",
            "Example: hikyaku milter --dir /var/lib/hikyaku --listen inet:8891@localhost"
        })
public final class MilterCommand implements Callable<Integer> {

    /** Where nothing says where to listen: what most set-ups of Postfix have. */
    private static final MilterSocket USUAL = new MilterSocket.Inet(8891, "localhost", false);

    /** How long messages that are under way may take when it ends. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Where Debian has it, with what its start script reads beside it. */
    private static final Path DEBIAN = Path.of("/etc/opendkim.conf");

    private static final Path DEBIAN_DEFAULTS = Path.of("/etc/default/opendkim");

    private static final Duration LONG = Duration.ofHours(1);

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description =
                    "inet:PORT@HOST, inet6:PORT@HOST or unix:/path, in place of milter.listen; may be given several times")
    private List<String> listen = List.of();

    @ArgGroup(exclusive = false, heading = "In place of the data folder's settings:%n")
    private @Nullable ConfFiles files;

    /** The files of the programs that it takes the place of. */
    static final class ConfFiles {
        @Option(
                names = "--opendkim-conf",
                paramLabel = "FILE",
                required = true,
                description = "works by this opendkim.conf, such as /etc/opendkim.conf")
        private Path opendkim = DEBIAN;

        @Option(
                names = "--opendmarc-conf",
                paramLabel = "FILE",
                description = "and by this opendmarc.conf")
        private @Nullable Path opendmarc;

        @Option(
                names = "--policyd-spf-conf",
                paramLabel = "FILE",
                description = "and by this policyd-spf.conf")
        private @Nullable Path policydSpf;

        @Option(
                names = "--lenient",
                description = "serves the other domains where a key cannot be used")
        private boolean lenient;
    }

    private final Lifetime lifetime = new Lifetime();

    /** For picocli. */
    public MilterCommand() {}

    @Override
    public Integer call() throws Exception {
        List<MilterSocket> asked = asked();
        FastCrypto.install();
        try (AutoCloseable _ = LogSetup.start("info");
                MilterSource source = source()) {
            LogSetup.level(source.logLevel());
            run(source, asked, new LogEvents());
        } finally {
            lifetime.over();
        }
        return 0;
    }

    private MilterSource source() {
        if (files == null) {
            return new DataFolderSource(common);
        }
        boolean debian =
                files.opendkim.toAbsolutePath().equals(DEBIAN) && Files.exists(DEBIAN_DEFAULTS);
        return new FilesSource(
                common,
                new BesideFiles(
                        files.opendkim,
                        debian ? DEBIAN_DEFAULTS : null,
                        files.opendmarc,
                        files.policydSpf),
                files.lenient);
    }

    private MilterTexts texts() {
        return new MilterTexts(common.texts());
    }

    private List<MilterSocket> asked() {
        List<MilterSocket> asked = new ArrayList<>();
        for (String text : listen) {
            asked.add(
                    MilterSocket.parse(text)
                            .orElseThrow(() -> common.failure("milter.listen-wrong", text)));
        }
        return asked;
    }

    private void run(MilterSource source, List<MilterSocket> asked, EventLog events)
            throws InterruptedException {
        MilterSetup setup = listening(source.setup(events), asked);
        try (MilterRuntime runtime = start(setup, source, events)) {
            lifetime.begin();
            Signals.onHangup(() -> reload(source, runtime, events));
            Signals.onUser(() -> reload(source, runtime, events));
            announce(source, setup, runtime);
            events.emit(new Event.Service("milter", "started", runtime.sockets().toString()));
            while (!lifetime.isOverWithin(LONG)) {
                // Nothing is to be done meanwhile.
            }
            events.emit(new Event.Service("milter", "ending", "messages have 10 s"));
            runtime.stop(GRACE);
        }
        events.emit(new Event.Service("milter", "ended", ""));
    }

    private static MilterSetup listening(MilterSetup setup, List<MilterSocket> asked) {
        if (!asked.isEmpty()) {
            return setup.withListen(asked);
        }
        return setup.listen().isEmpty() ? setup.withListen(List.of(USUAL)) : setup;
    }

    private MilterRuntime start(MilterSetup setup, MilterSource source, EventLog events) {
        try {
            return MilterRuntime.start(setup, source.parts(events));
        } catch (ListenException e) {
            throw new CommandFailure(texts().explained(e), e);
        } catch (SocketFileException e) {
            throw new CommandFailure(texts().explained(e), e);
        }
    }

    private void announce(MilterSource source, MilterSetup setup, MilterRuntime runtime) {
        Texts texts = common.texts();
        Map<String, List<String>> keys = source.keys();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("listens", runtime.sockets().stream().map(Object::toString).toList());
        data.put("signs", keys);
        data.put("authserv-id", setup.rules().authservId());
        data.put("warnings", source.warnings());
        data.put("status", "ready");
        Output out = common.output();
        out.json(data);
        source.warnings().forEach(out::line);
        keys.forEach(
                (domain, selectors) ->
                        out.line(texts.text("milter.signs", domain, String.join(", ", selectors))));
        if (keys.isEmpty()) {
            out.line(texts.text("milter.signs-none"));
        }
        String id = setup.rules().authservId();
        out.line(
                id.isEmpty()
                        ? texts.text("milter.checks-server")
                        : texts.text("milter.checks", id));
        texts().listens(runtime.sockets()).forEach(out::line);
        out.line(texts.text("milter.ready"));
    }

    /** A damaged file or key changes nothing; the log says so. */
    private void reload(MilterSource source, MilterRuntime runtime, EventLog events) {
        try {
            runtime.use(source.setup(events).rules());
            events.emit(
                    new Event.Service(
                            "milter", "reloaded", source.keys().size() + " domains have keys"));
        } catch (CommandFailure | StoreException e) {
            events.emit(new Event.Trouble("milter", "the new settings are not used", e));
        } catch (RuntimeException e) {
            events.emit(new Event.Bug("milter", e));
        }
    }
}
