package org.hikyaku.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hikyaku.app.cert.CertCare;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.keys.KeyCare;
import org.hikyaku.app.lookup.DailyCheck;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.settings.SettingsException;
import org.hikyaku.app.settings.SettingsReader;
import org.hikyaku.app.watch.LogSources;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.SocketFileException;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.ops.LogEvents;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.ops.Metrics;
import org.hikyaku.ops.OpsServer;
import org.hikyaku.probe.OwnAddresses;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.StoreException;
import org.hikyaku.watch.WatchJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the server. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Runs the mail server until it is told to end (SIGTERM); SIGHUP takes the certificate and the settings anew.",
        footer = {"", "Example: hikyaku serve --dir /var/lib/hikyaku"})
public final class ServeCommand implements Callable<Integer> {

    private static final Duration SWEEP = Duration.ofHours(1);
    private static final int MAX_PORT_OFFSET = 40_000;
    private static final int MAX_PORT = 65_535;

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "moves every port up by N: 10000 needs no root",
            defaultValue = "0")
    private int offset;

    @Option(
            names = "--until-ready",
            hidden = true,
            description =
                    "ends as soon as it listens: for measuring and for training the start-up cache")
    private boolean untilReady;

    /** The settings that hold now; set by whoever reloads. */
    private static final class Current {
        private volatile Settings settings;

        Current(Settings settings) {
            this.settings = settings;
        }
    }

    private final Lifetime lifetime = new Lifetime();
    private final AtomicInteger certificateTrouble = new AtomicInteger();

    /** For picocli. */
    public ServeCommand() {}

    @Override
    public Integer call() throws Exception {
        if (offset < 0 || offset > MAX_PORT_OFFSET) {
            throw common.failure("serve.offset-range");
        }
        Settings settings = moved(common.settings());
        common.requireStore();
        boolean fast = FastCrypto.install();
        try (AutoCloseable _ = LogSetup.start(settings.ops().logLevel())) {
            serve(settings, fast);
        } finally {
            lifetime.over();
        }
        return 0;
    }

    private Settings moved(Settings settings) {
        int highest = settings.highestPort();
        if (highest > 0 && highest + offset > MAX_PORT) {
            throw common.failure(
                    "serve.offset-high", Integer.toString(offset), Integer.toString(highest));
        }
        Settings.Listeners where = settings.listeners();
        if (Stream.of(where.smtp(), where.submission(), where.submissions()).allMatch(List::isEmpty)
                && settings.milter().listen().isEmpty()) {
            throw common.failure("serve.nothing", common.settingsFile());
        }
        return settings.moved(offset);
    }

    private void serve(Settings settings, boolean fast) throws Exception {
        Metrics metrics = new Metrics();
        LogEvents log = new LogEvents();
        EventLog events =
                event -> {
                    metrics.emit(event);
                    log.emit(event);
                };
        try (ServerRuntime runtime = start(settings, events)) {
            Watching watching = new Watching(common.dir(), runtime, Clock.systemUTC());
            watching.measure(metrics);
            metrics.gauge(
                    "hikyaku.certificate.trouble",
                    "certificates that are late, fail to renew or are not served",
                    certificateTrouble::get);
            try (AutoCloseable _ = watch(settings, metrics, watching)) {
                announce(settings, runtime, events, fast);
                if (!untilReady) {
                    run(settings, runtime, events);
                }
            }
            events.emit(new Event.Service("server", "ending", "sessions have 10 s"));
        }
        events.emit(new Event.Service("server", "ended", ""));
    }

    private void announce(Settings settings, ServerRuntime runtime, EventLog events, boolean fast) {
        Texts texts = common.texts();
        if (settings.tls() == null && runtime.isSelfSigned()) {
            String names = String.join(", ", runtime.certificateNames());
            System.out.println(texts.text("serve.self-signed", names));
            events.emit(new Event.Service("tls", "self-made certificate", names));
        }
        Map<String, List<InetSocketAddress>> addresses = runtime.addresses();
        addresses.forEach(
                (service, list) ->
                        list.forEach(
                                a ->
                                        System.out.println(
                                                texts.text("serve.listens", service, shown(a)))));
        List<MilterSocket> asked = runtime.milterSockets();
        new MilterTexts(texts).listens(asked).forEach(System.out::println);
        System.out.println(texts.text("serve.ready"));
        events.emit(
                new Event.Service(
                        "server",
                        "started",
                        addresses
                                + (asked.isEmpty() ? "" : ", milter " + asked)
                                + ", crypto "
                                + (fast ? "Corretto" : "JDK")
                                + ", data "
                                + common.dir().toAbsolutePath()));
    }

    private static String shown(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host =
                ip.isAnyLocalAddress()
                        ? "*"
                        : ip.getAddress().length > 4
                                ? "[" + ip.getHostAddress() + "]"
                                : ip.getHostAddress();
        return host + ":" + address.getPort();
    }

    private ServerRuntime start(Settings settings, EventLog events) {
        try {
            return ServerRuntime.start(settings, common.dir(), parts(settings, events));
        } catch (ListenException e) {
            throw new CommandFailure(explained(e), e);
        } catch (SocketFileException e) {
            throw new CommandFailure(new MilterTexts(common.texts()).explained(e), e);
        } catch (TlsKeyException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static ServerRuntime.Parts parts(Settings settings, EventLog events) {
        return ServerRuntime.parts(
                settings, new CachingResolver(Resolvers.of(settings.dns())), events);
    }

    private String explained(ListenException e) {
        String port = Integer.toString(e.address().getPort());
        if (e.isForbidden()) {
            return common.texts().text("serve.port-forbidden", port);
        }
        String why = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
        return why.contains("in use")
                ? common.texts().text("serve.port-taken", port, common.settingsFile())
                : common.texts()
                        .text(
                                "serve.address-wrong",
                                shown(e.address()),
                                why,
                                common.settingsFile(),
                                port);
    }

    private AutoCloseable watch(Settings settings, Metrics metrics, Watching watching) {
        InetSocketAddress address = settings.ops().address();
        if (address == null) {
            return () -> {};
        }
        try {
            return OpsServer.start(address, metrics, watching.checks());
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw new CommandFailure(
                    common.texts()
                            .text("serve.ops-taken", shown(address), why, common.settingsFile()),
                    e);
        }
    }

    private void run(Settings settings, ServerRuntime runtime, EventLog events) throws Exception {
        lifetime.begin();
        Current current = new Current(settings);
        Signals.onHangup(() -> reload(current, runtime, events));
        try (KeyJob _ = KeyJob.start(keys(current, runtime, events), events);
                CertJob _ =
                        CertJob.start(
                                certificates(current, runtime, events), Clock.systemUTC(), events);
                DailyCheck _ = DailyCheck.start(daily(current, runtime, events));
                AutoCloseable _ = watchLog(current.settings, runtime, events)) {
            awaitEnd(runtime);
        }
    }

    private static AutoCloseable watchLog(
            Settings settings, ServerRuntime runtime, EventLog events) {
        Settings.Watch watch = settings.neighbours().watch();
        return watch == null
                ? () -> {}
                : WatchJob.start(
                        LogSources.of(watch),
                        runtime.store().evidence(),
                        events,
                        Clock.systemUTC());
    }

    private KeyJob.Work keys(Current current, ServerRuntime runtime, EventLog events) {
        return new KeyJob.Work(
                () ->
                        KeyCare.keeper(
                                current.settings,
                                new KeyCare.Ground(
                                        common.dir(),
                                        runtime.store().keys(),
                                        Resolvers.of(current.settings.dns()),
                                        Clock.systemUTC(),
                                        events)),
                () -> runtime.store().domains().list().stream().map(LocalDomain::name).toList());
    }

    private CertJob.Work certificates(Current current, ServerRuntime runtime, EventLog events) {
        return new CertJob.Work(
                () -> current.settings,
                settings ->
                        CertCare.keeper(
                                settings,
                                new CertCare.Ground(
                                        common.dir(),
                                        Resolvers.of(settings.dns()),
                                        Clock.systemUTC(),
                                        events)),
                runtime,
                certificateTrouble);
    }

    private void awaitEnd(ServerRuntime runtime) throws InterruptedException {
        while (!lifetime.isOverWithin(SWEEP)) {
            runtime.sweep();
        }
    }

    /** Asked past our own memory: what is wrong there is what is to be found. */
    private DailyCheck.Parts daily(Current current, ServerRuntime runtime, EventLog events) {
        DomainName host = current.settings.hostname();
        return new DailyCheck.Parts(
                common.dir(),
                host,
                OwnAddresses::find,
                runtime.store(),
                () -> current.settings.check(),
                () -> DailyCheck.answers(Resolvers.of(current.settings.dns()), host),
                Clock.systemUTC(),
                new SecureRandom(),
                events);
    }

    /** A damaged file, certificate or key changes nothing; the log says so. */
    private void reload(Current current, ServerRuntime runtime, EventLog events) {
        try {
            Settings now = SettingsReader.read(common.settingsFile()).moved(offset);
            List<String> later = new ArrayList<>(runtime.reload(now, parts(now, events)));
            LogSetup.level(now.ops().logLevel());
            if (!Objects.equals(now.ops().address(), current.settings.ops().address())) {
                later.add("ops.address");
            }
            if (!Objects.equals(now.neighbours().watch(), current.settings.neighbours().watch())) {
                later.add("watch");
            }
            String held = "settings, certificate and keys hold from now on";
            current.settings = now.withOps(current.settings.ops());
            events.emit(
                    new Event.Service(
                            "server",
                            "reloaded",
                            later.isEmpty()
                                    ? held
                                    : held
                                            + "; after a restart only: "
                                            + String.join(", ", later)));
        } catch (SettingsException | TlsKeyException | StoreException | CommandFailure e) {
            events.emit(new Event.Trouble("reload", "the new settings are not used", e));
        } catch (RuntimeException e) {
            events.emit(new Event.Bug("reload", e));
        }
    }
}
