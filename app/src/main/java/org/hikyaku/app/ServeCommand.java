package org.hikyaku.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.settings.SettingsException;
import org.hikyaku.app.settings.SettingsReader;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.inbound.DefaultPolicy;
import org.hikyaku.inbound.Policy;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.ops.LogEvents;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.ops.Metrics;
import org.hikyaku.ops.OpsServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** Runs the server. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Runs the mail server until it is told to end (SIGTERM); SIGHUP takes the certificate and the settings anew.",
        footer = {"", "Example: hikyaku serve --dir /var/lib/hikyaku"})
public final class ServeCommand implements Callable<Integer> {

    private static final Duration SWEEP = Duration.ofHours(1);

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

    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** For picocli. */
    public ServeCommand() {}

    @Override
    public Integer call() throws Exception {
        if (offset < 0 || offset > 40_000) {
            throw new CommandFailure("--port-offset takes a number from 0 to 40000");
        }
        Settings settings = common.settings();
        Settings.Ops ops = settings.ops();
        InetSocketAddress opsAddress =
                ops.address() == null
                        ? null
                        : new InetSocketAddress(
                                ops.address().getAddress(), ops.address().getPort() + offset);
        Settings moved =
                settings.withListeners(settings.listeners().moved(offset))
                        .withOps(new Settings.Ops(opsAddress, ops.logLevel()));
        boolean fast = FastCrypto.install();
        try (AutoCloseable _ = LogSetup.start(ops.logLevel())) {
            serve(moved, fast);
        }
        ended.countDown();
        return 0;
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
            metrics.gauge(
                    "hikyaku.queue.recipients",
                    "recipients that wait or are held",
                    () -> runtime.store().queue().size());
            metrics.gauge("hikyaku.connections", "open connections", runtime::connections);
            try (AutoCloseable _ = watch(settings, metrics, runtime)) {
                String crypto = fast ? "Corretto" : "JDK";
                events.emit(
                        new Event.Service(
                                "server",
                                "started",
                                runtime.addresses()
                                        + ", crypto "
                                        + crypto
                                        + ", data "
                                        + common.dir().toAbsolutePath()));
                runtime.addresses()
                        .forEach(
                                (service, list) ->
                                        list.forEach(
                                                a ->
                                                        System.out.println(
                                                                service
                                                                        + " listens on "
                                                                        + a.getAddress()
                                                                                .getHostAddress()
                                                                        + ":"
                                                                        + a.getPort())));
                if (!untilReady) {
                    run(settings, runtime, events);
                }
            }
            events.emit(new Event.Service("server", "ending", "sessions have 10 s"));
        }
        events.emit(new Event.Service("server", "ended", ""));
    }

    private ServerRuntime start(Settings settings, EventLog events) {
        CachingResolver resolver = new CachingResolver(resolver(settings));
        Policy policy =
                switch (settings.inbound().profile()) {
                    case STANDARD -> new DefaultPolicy(DmarcPolicy.Settings.DEFAULT);
                    case GMAIL -> new GmailPolicy();
                };
        try {
            return ServerRuntime.start(
                    settings,
                    common.dir(),
                    new ServerRuntime.Parts(resolver, Clock.systemUTC(), events, policy));
        } catch (ListenException e) {
            throw new CommandFailure(explained(e), e);
        } catch (TlsKeyException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static DnsResolver resolver(Settings settings) {
        Settings.Dns dns = settings.dns();
        List<DnsResolver.Server> servers =
                dns.servers().isEmpty()
                        ? DnsResolver.systemServers()
                        : dns.servers().stream().map(DnsResolver.Server::of).toList();
        return new DnsResolver(servers, dns.timeout());
    }

    private String explained(ListenException e) {
        int port = e.address().getPort();
        if (e.isForbidden()) {
            return "port "
                    + port
                    + " needs a right that this user does not have: run it as the systemd unit that quickstart printed (AmbientCapabilities=CAP_NET_BIND_SERVICE),"
                    + " or try it with --port-offset 10000";
        }
        return e.getMessage()
                + ": another mail server may run here (see: ss -ltnp 'sport = :"
                + port
                + "'); stop it, change [listen] in "
                + common.dir().resolve("hikyaku.toml")
                + ", or use --port-offset";
    }

    private AutoCloseable watch(Settings settings, Metrics metrics, ServerRuntime runtime) {
        if (settings.ops().address() == null) {
            return () -> {};
        }
        Map<String, Supplier<String>> checks = new LinkedHashMap<>();
        checks.put(
                "store",
                () -> runtime.store().queue().size() >= 0 ? "" : "the queue cannot be read");
        checks.put(
                "listeners", () -> runtime.addresses().isEmpty() ? "nothing is listened to" : "");
        try {
            return OpsServer.start(settings.ops().address(), metrics, checks);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the address for /metrics and /health, "
                            + settings.ops().address()
                            + ", cannot be had: "
                            + e.getMessage()
                            + " (ops.address)",
                    e);
        }
    }

    private void run(Settings settings, ServerRuntime runtime, EventLog events)
            throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
        onHangup(() -> reload(settings, runtime, events));
        while (!ending.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
            runtime.sweep();
        }
    }

    /** Runs in the shutdown hook: the JVM waits for it, and it for the server. */
    private void end() {
        ending.countDown();
        try {
            boolean _ = ended.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void onHangup(Runnable work) {
        try {
            Signal.handle(new Signal("HUP"), _ -> Thread.startVirtualThread(work));
        } catch (IllegalArgumentException _) {
            // A system without the signal: restart it instead.
        }
    }

    private void reload(Settings before, ServerRuntime runtime, EventLog events) {
        try {
            Settings now = SettingsReader.read(common.dir().resolve("hikyaku.toml"));
            Settings.@Nullable Tls tls = now.tls();
            if (tls != null) {
                runtime.reloadTls(tls);
            }
            boolean same =
                    now.withTls(null)
                            .withListeners(before.listeners())
                            .withOps(before.ops())
                            .equals(before.withTls(null));
            events.emit(
                    new Event.Service(
                            "server",
                            "reloaded",
                            same
                                    ? "certificate taken anew"
                                    : "certificate taken anew; other changed settings hold after a restart"));
        } catch (SettingsException | TlsKeyException e) {
            events.emit(new Event.Trouble("reload", "the new settings are not used", e));
        }
    }
}
