package org.hikyaku.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import org.hikyaku.findings.SmtpSeen;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a mail host from outside: greeting, EHLO, STARTTLS, and whether it would relay. No
 * message is sent: there is no DATA in here. Safe for many threads.
 *
 * @param hello the name to say in EHLO
 * @param port 25 but in tests
 * @param authorities whom to trust, or null for those of the system
 * @param time for all of one look
 */
public record SmtpProbe(
        DomainName hello,
        int port,
        @Nullable KeyStore authorities,
        InstantSource clock,
        Duration time) {

    /** RFC 5321 section 4.5.3.2 gives minutes; a person who waits does not. */
    public static final Duration USUAL_TIME = Duration.ofSeconds(30);

    private static final int CONNECT_MILLIS = 10_000;

    /** Looks; blocks at most the time of this probe. */
    public SmtpSeen look(DomainName host, InetAddress address) {
        try (Socket socket = new Socket();
                Deadline deadline = Deadline.of(socket, time)) {
            long began = System.nanoTime();
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                socket.setSoTimeout((int) time.toMillis());
                return new SmtpDialogue(this, host, socket, began).run();
            } catch (IOException e) {
                return new SmtpSeen.Unreachable(
                        deadline.hasPassed()
                                ? "no answer within " + time.toSeconds() + " s"
                                : message(e));
            }
        } catch (IOException e) {
            return new SmtpSeen.Unreachable(message(e));
        }
    }

    static String message(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
