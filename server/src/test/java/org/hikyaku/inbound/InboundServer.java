package org.hikyaku.inbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.queue.SuccessReports;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtpd.SmtpEndpoint;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.smtpd.SmtpSettings;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;

/** Port 25 of a whole server at a free port, but for the checks, whose verdict is given. */
final class InboundServer implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    final Events events = new Events();
    final Store store;
    final Listener listener;

    InboundServer(Path folder, AuthVerdict verdict) throws IOException {
        this(folder, verdict, SmtpLimits.DEFAULT);
    }

    InboundServer(Path folder, AuthVerdict verdict, SmtpLimits limits) throws IOException {
        this(folder, verdict, limits, null, DeliverySettings.OWN);
    }

    /** With {@code others} to say where mail goes, or null for the accounts of this server. */
    InboundServer(
            Path folder,
            AuthVerdict verdict,
            SmtpLimits limits,
            @Nullable Recipients others,
            DeliverySettings delivery)
            throws IOException {
        store = StoreFolder.open(folder);
        DomainName name = DomainName.of("mx.here.example");
        var parts =
                new InboundParts(
                        store,
                        Verdicts.always(verdict),
                        FakeResolver.of(
                                "1.0.0.127.in-addr.arpa PTR client.example",
                                "client.example A 127.0.0.1"),
                        new DefaultPolicy(DmarcPolicy.Settings.DEFAULT),
                        Verdicts::text,
                        new SuccessReports(
                                        name, store, (_, _) -> new byte[0], events, new Random(1))
                                ::delivered,
                        events,
                        InstantSource.fixed(NOW),
                        others == null ? Recipients.of(store.accounts()) : others,
                        delivery);
        var service = new InboundService(InboundSettings.of(name), parts);
        var settings =
                new SmtpSettings("smtp", name, 1 << 20, SmtpSettings.Security.STARTTLS, limits);
        listener =
                Listener.start(
                        ListenerSettings.of(
                                "smtp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new SmtpEndpoint(settings, service, TestTls.server(), events, 1000),
                        events);
    }

    ScriptedClient connect() throws IOException {
        return ScriptedClient.connect(listener.port());
    }

    /** Sends a message from {@code a@out.example}; the last reply. */
    Reply send(String to, String message) throws IOException {
        try (var client = connect()) {
            client.hello();
            client.raw("MAIL FROM:<a@out.example>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
            client.replies(3);
            return client.ask(message.replace("\n", "\r\n") + "\r\n.");
        }
    }

    List<Mailboxes.Stored> mailbox(String account, @Nullable String mailbox) {
        return StoreFolder.mailbox(store, account, mailbox);
    }

    String text(Mailboxes.Stored stored) {
        return StoreFolder.text(store, stored.blob());
    }

    @Override
    public void close() {
        listener.close();
        store.close();
    }
}
