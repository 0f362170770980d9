package org.hikyaku.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.auth.AuthResultsText;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.credentials.AccountVerifier;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.dns.Resolver;
import org.hikyaku.inbound.InboundParts;
import org.hikyaku.inbound.InboundService;
import org.hikyaku.inbound.InboundSettings;
import org.hikyaku.inbound.Policy;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.net.TlsContext;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.net.TlsKeys;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.outbound.OutboundSettings;
import org.hikyaku.outbound.SmtpCourier;
import org.hikyaku.queue.NextStep;
import org.hikyaku.queue.QueueRunner;
import org.hikyaku.queue.QueueSettings;
import org.hikyaku.smtpd.SmtpEndpoint;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.smtpd.SmtpService;
import org.hikyaku.smtpd.SmtpSettings;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.hikyaku.store.Store;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.submission.SaslLogins;
import org.hikyaku.submission.SubmissionParts;
import org.hikyaku.submission.SubmissionService;
import org.hikyaku.submission.SubmissionSettings;

/** All parts of a server, started and stopped together. */
public final class ServerRuntime implements AutoCloseable {

    /** How long sessions and attempts may go on when the server ends. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final String OWNER = "this node";

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

    private final Settings settings;
    private final Path dir;
    private final Parts parts;
    private final EmbeddedStore store;
    private final TlsKeys tls;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<Listener>> listeners = new LinkedHashMap<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final QueueRunner queue;

    private ServerRuntime(Settings settings, Path dir, Parts parts) throws TlsKeyException {
        this.settings = settings;
        this.dir = dir;
        this.parts = parts;
        this.store = EmbeddedStore.openServing(dir);
        this.tls = new TlsKeys(List.of(key(settings, dir, parts)));
        SmtpCourier courier =
                new SmtpCourier(
                        outbound(),
                        new SmtpCourier.Parts(
                                store,
                                parts.resolver(),
                                parts.encrypts() ? OpportunisticTls.context() : null,
                                parts.events(),
                                parts.clock()));
        closing.add(courier);
        KeyringSigner signer = new KeyringSigner(store.keys(), parts.clock(), parts.events());
        Settings.Outbound out = settings.outbound();
        NextStep.Patience patience =
                new NextStep.Patience(out.lifetime(), NextStep.Patience.STANDARD.warnAfter());
        this.queue =
                QueueRunner.start(
                        OWNER,
                        new QueueSettings(
                                settings.hostname(),
                                out.maxConnections(),
                                out.maxConnectionsPerDomain(),
                                patience),
                        new QueueRunner.Parts(
                                store, courier, signer, parts.events(), parts.clock(), random));
    }

    /**
     * Starts a server on the data folder {@code dir}.
     *
     * @throws ListenException where an address cannot be had
     * @throws TlsKeyException where certificate or key cannot be used
     */
    public static ServerRuntime start(Settings settings, Path dir, Parts parts)
            throws ListenException, TlsKeyException {
        ServerRuntime runtime = new ServerRuntime(settings, dir, parts);
        try {
            runtime.listen();
            return runtime;
        } catch (ListenException | RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private OutboundSettings outbound() {
        Settings.Outbound out = settings.outbound();
        String relay = out.relay();
        int colon = relay == null ? 0 : relay.lastIndexOf(':');
        OutboundSettings.Relay via =
                relay == null
                        ? null
                        : new OutboundSettings.Relay(
                                relay.substring(0, colon).replaceAll("[\\[\\]]", ""),
                                Integer.parseInt(relay.substring(colon + 1)));
        OutboundSettings usual = OutboundSettings.of(settings.hostname());
        return new OutboundSettings(
                settings.hostname(), out.port(), via, usual.connectTime(), usual.replyTime());
    }

    private static TlsKey key(Settings settings, Path dir, Parts parts) throws TlsKeyException {
        Settings.Tls files = settings.tls();
        if (files != null) {
            return TlsKey.ofPem(files.certificate(), files.key());
        }
        Path folder = dir.resolve("tls");
        Path certificate = folder.resolve("self-signed.crt");
        Path key = folder.resolve("self-signed.key");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            Certificates.Issued made =
                    Certificates.selfSigned(settings.hostname(), parts.clock().instant());
            try {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
                Files.deleteIfExists(key);
                Files.createFile(
                        key,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(key, made.keyPem(), StandardOpenOption.WRITE);
                Files.writeString(certificate, made.certificatePem());
            } catch (IOException e) {
                throw new UncheckedIOException("the certificate cannot be written to " + folder, e);
            }
        }
        return TlsKey.ofPem(certificate, key);
    }

    private void listen() throws ListenException {
        InboundService inbound =
                new InboundService(
                        InboundSettings.of(settings.hostname()),
                        new InboundParts(
                                store,
                                StandardAuthenticator.of(
                                        settings.hostname(), parts.resolver(), parts.clock()),
                                parts.resolver(),
                                parts.policy(),
                                AuthResultsText::of,
                                parts.events(),
                                parts.clock()));
        AccountVerifier verifier =
                new AccountVerifier(store.accounts(), new Passwords(random), parts.clock(), random);
        SaslLogins logins =
                new SaslLogins(verifier, new LoginGuard(parts.clock()), parts.events(), random);
        SubmissionService submission =
                new SubmissionService(
                        new SubmissionSettings(
                                settings.hostname(), settings.submission().trustedNetworks()),
                        new SubmissionParts(store, logins, parts.events(), parts.clock(), random));
        Settings.Listeners where = settings.listeners();
        listen("smtp", where.smtp(), inbound, Security.STARTTLS);
        listen("submission", where.submission(), submission, Security.STARTTLS);
        listen("submissions", where.submissions(), submission, Security.IMPLICIT);
    }

    private void listen(
            String service,
            List<InetSocketAddress> addresses,
            SmtpService handler,
            Security security)
            throws ListenException {
        Settings.Limits limits = settings.limits();
        SmtpLimits usual = SmtpLimits.DEFAULT;
        SmtpLimits session =
                new SmtpLimits(
                        limits.maxRecipients(),
                        usual.maxErrors(),
                        usual.maxMessages(),
                        usual.commandTime(),
                        usual.dataTime(),
                        usual.octetsPerSecond());
        SmtpSettings smtp =
                new SmtpSettings(
                        service, settings.hostname(), limits.maxMessageBytes(), security, session);
        SmtpEndpoint endpoint =
                new SmtpEndpoint(
                        smtp,
                        handler,
                        new TlsContext(tls),
                        parts.events(),
                        parts.clock().millis() << 8);
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
                    .add(Listener.start(listener, endpoint, parts.events()));
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

    /** Takes the certificate from its files again; connections stay. */
    public void reloadTls(Settings.Tls files) throws TlsKeyException {
        tls.replace(List.of(TlsKey.ofPem(files.certificate(), files.key())));
    }

    /** Deletes message files that nothing names any more. */
    public void sweep() {
        int files = store.sweep(parts.clock().instant());
        if (files > 0) {
            parts.events()
                    .emit(new Event.Service("store", "swept", files + " message files in " + dir));
        }
    }

    /**
     * Ends: no new connections; sessions and attempts have a moment to end; then the store is
     * closed.
     */
    @Override
    public void close() {
        List<Thread> stopping = new ArrayList<>();
        listeners
                .values()
                .forEach(
                        list ->
                                list.forEach(
                                        l ->
                                                stopping.add(
                                                        Thread.startVirtualThread(
                                                                () -> l.stop(GRACE)))));
        queue.stop(GRACE);
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        for (AutoCloseable part : closing) {
            closeOne(part);
        }
        store.close();
    }

    private void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) { // AutoCloseable declares no less
            parts.events().emit(new Event.Trouble("shutdown", "a part does not end well", e));
        }
    }
}
