package org.hikyaku.app.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.inbound.Policy;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.net.SocketFileException;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.net.TlsKeys;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/**
 * All parts of a server, started and stopped together: the store, what sends, what serves
 * connections, and the listeners. Safe for many threads.
 */
public final class ServerRuntime implements AutoCloseable {

    /** How long sessions and attempts may go on when the server ends. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * What comes from outside.
     *
     * @param resolver the DNS, remembered across messages
     * @param policy what becomes of mail from strangers
     * @param encrypts whether outgoing connections use TLS where it is offered; only the lab says
     *     no
     */
    public record Parts(
            Resolver resolver,
            InstantSource clock,
            EventLog events,
            Policy policy,
            boolean encrypts) {
        /** Parts of a server that encrypts. */
        public Parts(Resolver resolver, InstantSource clock, EventLog events, Policy policy) {
            this(resolver, clock, events, policy, true);
        }
    }

    /** Parts as the settings have them, over {@code resolver}. */
    public static Parts parts(Settings settings, Resolver resolver, EventLog events) {
        return new Parts(resolver, Clock.systemUTC(), events, Policies.of(settings.inbound()));
    }

    private final Path dir;
    private final EventLog events;
    private final InstantSource clock;
    private final EmbeddedStore store;
    private final TlsKeys tls;
    private final Endpoints endpoints;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<Listener>> listeners = new LinkedHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    // By whoever holds the lock.
    private Settings settings;
    private @Nullable Sending sending;
    private @Nullable MilterRuntime milter;

    private ServerRuntime(Settings settings, Path dir, Parts parts, EmbeddedStore store)
            throws TlsKeyException {
        this.settings = settings;
        this.dir = dir;
        this.events = parts.events();
        this.clock = parts.clock();
        this.store = store;
        this.tls = new TlsKeys(ServerKey.all(settings, dir, clock.instant()));
        this.endpoints = new Endpoints(store, tls, parts, random);
    }

    /**
     * Starts a server on the data folder {@code dir}. Where it cannot, nothing is left open.
     *
     * @throws ListenException where an address cannot be had
     * @throws SocketFileException where a UNIX socket cannot be had
     * @throws TlsKeyException where certificate or key cannot be used
     * @throws StoreException where the store or a DKIM key cannot be used
     */
    public static ServerRuntime start(Settings settings, Path dir, Parts parts)
            throws ListenException, SocketFileException, TlsKeyException {
        EmbeddedStore store = EmbeddedStore.openServing(dir);
        ServerRuntime runtime = null;
        boolean started = false;
        try {
            runtime = new ServerRuntime(settings, dir, parts, store);
            runtime.begin(parts);
            started = true;
            return runtime;
        } finally {
            if (!started && runtime != null) {
                runtime.close();
            } else if (!started) {
                store.close();
            }
        }
    }

    private void begin(Parts parts) throws ListenException, SocketFileException {
        requireKeys(store);
        endpoints.use(settings, parts);
        Settings.Listeners where = settings.listeners();
        listen("smtp", where.smtp());
        listen("submission", where.submission());
        listen("submissions", where.submissions());
        if (!settings.milter().listen().isEmpty()) {
            MilterParts with =
                    new MilterParts(
                            parts.resolver(), store.evidence(), parts.events(), parts.clock());
            milter = MilterRuntime.start(MilterSetup.of(settings, store.keys(), parts), with);
        }
        sending = Sending.start(settings, parts, ground());
    }

    private Sending.Ground ground() {
        return new Sending.Ground(store, dir, random);
    }

    /** A key that cannot be used is told now, not with the first message. */
    private static void requireKeys(Store store) {
        for (LocalDomain domain : store.domains().list()) {
            store.keys().signing(domain.name());
        }
    }

    private void listen(String service, List<InetSocketAddress> addresses) throws ListenException {
        Settings.Limits limits = settings.limits();
        for (InetSocketAddress address : addresses) {
            ListenerSettings listener =
                    new ListenerSettings(
                            service,
                            address,
                            limits.maxConnections(),
                            limits.maxConnectionsPerAddress(),
                            ListenerSettings.DEFAULT_AGE);
            listeners
                    .computeIfAbsent(service, _ -> new ArrayList<>())
                    .add(Listener.start(listener, endpoints.of(service), events));
        }
    }

    /**
     * The port of the first listener of {@code smtp}, {@code submission} or {@code submissions}; 0
     * where it has none.
     */
    public int port(String service) {
        List<Listener> all = listeners.getOrDefault(service, List.of());
        return all.isEmpty() ? 0 : all.getFirst().port();
    }

    /** Where it listens: service to addresses. */
    public Map<String, List<InetSocketAddress>> addresses() {
        Map<String, List<InetSocketAddress>> all = new LinkedHashMap<>();
        listeners.forEach(
                (service, list) -> all.put(service, list.stream().map(Listener::address).toList()));
        return all;
    }

    /** Where its milter listens. */
    public List<MilterSocket> milterSockets() {
        changing.lock();
        try {
            return milter == null ? List.of() : milter.sockets();
        } finally {
            changing.unlock();
        }
    }

    /** Its store. */
    public Store store() {
        return store;
    }

    /** Open connections of all listeners. */
    public int connections() {
        return listeners.values().stream()
                .flatMap(List::stream)
                .mapToInt(Listener::connections)
                .sum();
    }

    /** The names that its certificate is for. */
    public Set<String> certificateNames() {
        return tls.keys().getFirst().names();
    }

    /** Whether the first of its certificates is of its own making. */
    boolean isSelfSigned() {
        X509Certificate first = tls.keys().getFirst().chain().getFirst();
        return first.getIssuerX500Principal().equals(first.getSubjectX500Principal());
    }

    /** When the first of its certificates ends. */
    public Instant certificateEnd() {
        return tls.keys().stream()
                .map(key -> key.chain().getFirst().getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /**
     * Takes certificates into service that were laid down since; open connections stay.
     *
     * @return whether there were any
     * @throws TlsKeyException where one cannot be used: those before stay in service
     */
    boolean takeCertificates() throws TlsKeyException {
        changing.lock();
        try {
            List<TlsKey> next = ServerKey.all(settings, dir, clock.instant());
            if (next.equals(tls.keys())) {
                return false;
            }
            tls.replace(next);
            return true;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Takes changed settings and the certificate's files anew, or throws and changes nothing.
     * Connections that are open go on as they began; the listeners stay.
     *
     * @return settings that differ and hold only after a restart
     * @throws TlsKeyException where certificate or key cannot be used
     */
    public List<String> reload(Settings next, Parts parts) throws TlsKeyException {
        changing.lock();
        try {
            return changed(next, parts);
        } finally {
            changing.unlock();
        }
    }

    private List<String> changed(Settings next, Parts parts) throws TlsKeyException {
        requireKeys(store);
        tls.replace(ServerKey.all(next, dir, clock.instant()));
        endpoints.use(next, parts);
        if (sending != null && sendsOtherwise(next)) {
            sending.stop(GRACE);
            sending = sending.again(next, parts, ground());
        }
        if (milter != null) {
            milter.use(MilterSetup.of(next, store.keys(), parts).rules());
        }
        List<String> later = new ArrayList<>();
        if (!next.milter().listen().equals(settings.milter().listen())) {
            later.add("milter.listen");
        }
        if (!next.listeners().equals(settings.listeners())) {
            later.add("listen");
        }
        if (next.limits().maxConnections() != settings.limits().maxConnections()
                || next.limits().maxConnectionsPerAddress()
                        != settings.limits().maxConnectionsPerAddress()) {
            later.add("limits.max-connections");
        }
        settings = next.withListeners(settings.listeners());
        return later;
    }

    private boolean sendsOtherwise(Settings next) {
        return !next.outbound().equals(settings.outbound())
                || !next.dns().equals(settings.dns())
                || !next.hostname().equals(settings.hostname())
                || !next.neighbours().delivery().equals(settings.neighbours().delivery());
    }

    /**
     * Deletes message files that nothing names any more. Never throws: what cannot be deleted today
     * takes space until the next time, and mail goes on.
     */
    public void sweep() {
        try {
            int files = store.sweep(clock.instant());
            if (files > 0) {
                events.emit(new Event.Service("store", "swept", files + " message files"));
            }
        } catch (StoreException e) {
            events.emit(new Event.Trouble("store", "old message files stay for now", e));
        } catch (RuntimeException e) {
            events.emit(new Event.Bug("store", e));
        }
    }

    /**
     * Ends: no new connections; sessions and attempts have a moment to end; then the store is
     * closed.
     */
    @Override
    public void close() {
        changing.lock();
        try {
            end();
        } finally {
            changing.unlock();
        }
    }

    private void end() {
        List<Thread> stopping = new ArrayList<>();
        for (List<Listener> list : listeners.values()) {
            for (Listener listener : list) {
                stopping.add(Thread.startVirtualThread(() -> listener.stop(GRACE)));
            }
        }
        if (milter != null) {
            MilterRuntime ending = milter;
            stopping.add(Thread.startVirtualThread(() -> ending.stop(GRACE)));
        }
        if (sending != null) {
            sending.stop(GRACE);
            sending = null;
        }
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        endpoints.close();
        store.close();
    }
}
