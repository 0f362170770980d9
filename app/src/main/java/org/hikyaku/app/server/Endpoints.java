package org.hikyaku.app.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.auth.AuthResultsText;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.credentials.AccountVerifier;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.deliver.LmtpRecipients;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.inbound.InboundParts;
import org.hikyaku.inbound.InboundService;
import org.hikyaku.inbound.InboundSettings;
import org.hikyaku.net.Connection;
import org.hikyaku.net.ConnectionHandler;
import org.hikyaku.net.TlsContext;
import org.hikyaku.net.TlsKeys;
import org.hikyaku.outbound.LmtpCallout;
import org.hikyaku.queue.SuccessReports;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.smtpd.SmtpEndpoint;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.smtpd.SmtpService;
import org.hikyaku.smtpd.SmtpSettings;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.hikyaku.store.Store;
import org.hikyaku.submission.DovecotLogins;
import org.hikyaku.submission.SaslLogins;
import org.hikyaku.submission.Senders;
import org.hikyaku.submission.SubmissionParts;
import org.hikyaku.submission.SubmissionService;
import org.hikyaku.submission.SubmissionSettings;
import org.jspecify.annotations.Nullable;

/**
 * What serves the connections of each listener. {@link #use} changes it for connections to come;
 * those that are open go on as they began. What is known of failed logins stays. Safe for many
 * threads.
 */
final class Endpoints {

    /** A handler that another can take the place of. */
    private static final class Current implements ConnectionHandler {
        private volatile ConnectionHandler handler;

        Current(ConnectionHandler handler) {
            this.handler = handler;
        }

        @Override
        public void serve(Connection connection) throws IOException {
            handler.serve(connection);
        }

        @Override
        public byte[] busy() {
            return handler.busy();
        }
    }

    private final Store store;
    private final TlsContext tls;
    private final SaslLogins logins;
    private final LoginGuard guard;
    private final SecureRandom random;
    private final Map<String, Current> current = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable LmtpCallout> callout = new AtomicReference<>();

    Endpoints(Store store, TlsKeys keys, ServerRuntime.Parts parts, SecureRandom random) {
        this.store = store;
        this.tls = new TlsContext(keys);
        this.random = random;
        AccountVerifier verifier =
                new AccountVerifier(store.accounts(), new Passwords(random), parts.clock(), random);
        this.guard = new LoginGuard(parts.clock());
        this.logins = new SaslLogins(verifier, guard, parts.events(), random);
    }

    /** From now on so. */
    void use(Settings settings, ServerRuntime.Parts parts) {
        Recipients recipients = recipients(settings, parts);
        SmtpService inbound = inbound(settings, parts, recipients);
        SmtpService submission = submission(settings, parts, recipients);
        put(parts, inbound, smtp("smtp", settings, Security.STARTTLS));
        put(parts, submission, smtp("submission", settings, Security.STARTTLS));
        put(parts, submission, smtp("submissions", settings, Security.IMPLICIT));
    }

    private void put(ServerRuntime.Parts parts, SmtpService service, SmtpSettings smtp) {
        // Sessions of later runs, and under later settings, have later numbers.
        long firstSession = parts.clock().millis() << 8;
        ConnectionHandler next = new SmtpEndpoint(smtp, service, tls, parts.events(), firstSession);
        current.computeIfAbsent(smtp.service(), _ -> new Current(next)).handler = next;
    }

    /** Ends what waits for other servers. */
    void close() {
        LmtpCallout last = callout.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }

    /** For the listeners of {@code service}, after {@link #use}. */
    ConnectionHandler of(String service) {
        Current handler = current.get(service);
        if (handler == null) {
            throw new IllegalArgumentException("no service " + service);
        }
        return handler;
    }

    private Recipients recipients(Settings settings, ServerRuntime.Parts parts) {
        LmtpCallout next = new LmtpCallout(settings.hostname());
        LmtpCallout before = callout.getAndSet(next);
        if (before != null) {
            before.close(); // what it is asked from now on is unclear, and asked again later
        }
        return new LmtpRecipients(
                store.accounts(), settings.neighbours().delivery(), next, parts.clock());
    }

    private InboundService inbound(
            Settings settings, ServerRuntime.Parts parts, Recipients recipients) {
        SuccessReports reports =
                new SuccessReports(
                        settings.hostname(),
                        store,
                        new KeyringSigner(store.keys(), parts.clock(), parts.events()),
                        parts.events(),
                        random);
        return new InboundService(
                InboundSettings.of(settings.hostname()),
                new InboundParts(
                        store,
                        StandardAuthenticator.of(
                                settings.hostname(), parts.resolver(), parts.clock()),
                        parts.resolver(),
                        parts.policy(),
                        AuthResultsText::of,
                        reports::delivered,
                        parts.events(),
                        parts.clock(),
                        recipients,
                        settings.neighbours().delivery()));
    }

    private SubmissionService submission(
            Settings settings, ServerRuntime.Parts parts, Recipients recipients) {
        Settings.Dovecot dovecot = settings.neighbours().logins();
        return new SubmissionService(
                new SubmissionSettings(
                        settings.hostname(), settings.submission().trustedNetworks()),
                new SubmissionParts(
                        store,
                        dovecot == null ? logins : passed(dovecot, parts),
                        parts.events(),
                        parts.clock(),
                        random,
                        recipients,
                        dovecot == null
                                ? Senders.of(store)
                                : Senders.of(store, dovecot.senders())));
    }

    private Logins passed(Settings.Dovecot dovecot, ServerRuntime.Parts parts) {
        return new DovecotLogins(
                dovecot.where(), dovecot.domain(), guard, parts.events(), parts.clock());
    }

    private static SmtpSettings smtp(String service, Settings settings, Security security) {
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
        return new SmtpSettings(
                service, settings.hostname(), limits.maxMessageBytes(), security, session);
    }
}
