package org.hikyaku.smtpd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.smtpd.RecordingService.Received;
import org.hikyaku.smtpd.SmtpSettings.Security;

/** A session engine at a free port of this host. */
final class TestServer implements AutoCloseable {

    static final long MAX_BYTES = 100_000;

    final RecordingService service = new RecordingService();
    final Events events = new Events();
    final Listener listener;

    TestServer() throws IOException {
        this(Security.STARTTLS, SmtpLimits.DEFAULT);
    }

    TestServer(Security security, SmtpLimits limits) throws IOException {
        this(security, limits, ListenerSettings.DEFAULT_PER_ADDRESS);
    }

    TestServer(Security security, SmtpLimits limits, int maxPerAddress) throws IOException {
        var settings =
                new SmtpSettings(
                        "smtp", DomainName.of("mx.here.example"), MAX_BYTES, security, limits);
        var endpoint = new SmtpEndpoint(settings, service, TestTls.server(), events, 1);
        var where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listening =
                new ListenerSettings(
                        "smtp",
                        where,
                        ListenerSettings.DEFAULT_CONNECTIONS,
                        maxPerAddress,
                        ListenerSettings.DEFAULT_AGE);
        listener = Listener.start(listening, endpoint, events);
    }

    ScriptedClient connect() throws IOException {
        return ScriptedClient.connect(listener.port());
    }

    /** The next message that came to an end of some kind. */
    Received message() throws InterruptedException {
        Received received = service.messages.poll(20, TimeUnit.SECONDS);
        if (received == null) {
            throw new AssertionError("no message");
        }
        return received;
    }

    @Override
    public void close() {
        listener.stop(Duration.ZERO);
    }
}
