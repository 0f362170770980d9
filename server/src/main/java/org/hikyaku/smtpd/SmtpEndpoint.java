package org.hikyaku.smtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.hikyaku.net.Connection;
import org.hikyaku.net.ConnectionHandler;
import org.hikyaku.net.TlsContext;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.jspecify.annotations.Nullable;

/** Serves SMTP on the connections of a {@link org.hikyaku.net.Listener}. Safe for many threads. */
public final class SmtpEndpoint implements ConnectionHandler {

    private final SmtpSettings settings;
    private final SmtpService service;
    private final @Nullable TlsContext tls;
    private final EventLog events;
    private final AtomicLong nextSession;

    /**
     * An endpoint.
     *
     * @param tls null only with {@link Security#CLEAR}
     * @param firstSession the number of the first session, such as the time in seconds shifted
     *     left: sessions of one run of the server and of the next should differ
     */
    public SmtpEndpoint(
            SmtpSettings settings,
            SmtpService service,
            @Nullable TlsContext tls,
            EventLog events,
            long firstSession) {
        if (tls == null && settings.security() != Security.CLEAR) {
            throw new IllegalArgumentException(settings.service() + " needs TLS keys");
        }
        this.settings = settings;
        this.service = service;
        this.tls = tls;
        this.events = events;
        this.nextSession = new AtomicLong(firstSession);
    }

    @Override
    public void serve(Connection connection) throws IOException {
        String id = Long.toString(nextSession.getAndIncrement(), 36);
        if (settings.security() == Security.IMPLICIT && tls != null) {
            connection.deadline(settings.limits().commandTime());
            connection.startTls(tls);
        }
        new SmtpSession(id, connection, this).run();
    }

    @Override
    public byte[] busy() {
        return settings.security() == Security.IMPLICIT
                ? new byte[0]
                : "421 4.7.0 Too many connections, come back later\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
    }

    SmtpSettings settings() {
        return settings;
    }

    SmtpService service() {
        return service;
    }

    @Nullable TlsContext tls() {
        return tls;
    }

    EventLog events() {
        return events;
    }
}
