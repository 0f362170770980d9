package org.hikyaku.outbound;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.hikyaku.net.Wire;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;
import org.jspecify.annotations.Nullable;

/** One connection to a host: greeting, EHLO, STARTTLS, then any number of messages. */
final class SmtpClient implements AutoCloseable {

    /** A good part of an ordinary message in one piece, in octets. */
    private static final int BUFFER_OCTETS = 32 * 1024;

    /** Nobody waits for the answer to QUIT; it only must not stay open. */
    private static final int GOODBYE_MILLIS = 1000;

    /** What one attempt over one connection may take; the lease of the work is longer. */
    private static final Duration WHOLE = Duration.ofHours(1);

    /** A host refuses in its greeting or to EHLO: the reply tells. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        RefusedException(Reply reply) {
            super(reply.toString());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    /** The host offers TLS and then cannot do it. */
    static final class TlsFailedException extends IOException {
        private static final long serialVersionUID = 1L;

        TlsFailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final String host;
    private final OutboundSettings settings;
    private final Dialect dialect;
    private final SocketAddress address;
    private volatile Wire wire;
    private LineReader in;
    private OutputStream out;
    private Map<String, String> extensions = Map.of();
    private String tls = "none";
    private @Nullable List<X509Certificate> chain;
    private int messages;
    private long restsSince;

    /** When the reaper cuts the connection off; nanoTime. */
    private volatile long late;

    /** When the use of the connection ends in any case; nanoTime. */
    private volatile long end;

    private volatile boolean resting;
    private volatile boolean cutOff;

    private SmtpClient(
            String host,
            Dialect dialect,
            OutboundSettings settings,
            SocketAddress address,
            Wire wire)
            throws IOException {
        this.address = address;
        this.host = host;
        this.dialect = dialect;
        this.settings = settings;
        this.wire = wire;
        this.in = new LineReader(wire.in(), ReplyReader.MAX_LINE_OCTETS);
        this.out = new BufferedOutputStream(watched(wire.out()), BUFFER_OCTETS);
        begin();
    }

    /** Connects; nothing has been read yet. */
    static SmtpClient connect(
            String host, Dialect dialect, SocketAddress address, OutboundSettings settings)
            throws IOException {
        return new SmtpClient(
                host, dialect, settings, address, Wire.connect(address, settings.connectTime()));
    }

    /**
     * Says hello, encrypted where the host offers it and {@code context} is there.
     *
     * @throws RefusedException where the host does not want us
     * @throws TlsFailedException where TLS was offered and failed
     */
    void greet(@Nullable SSLContext context, CertificateCheck check) throws IOException {
        require(read());
        hello();
        if (context != null && extensions.containsKey("STARTTLS")) {
            startTls(context, check);
            hello(); // RFC 3207 section 4.2: what was said before counts no more
        }
    }

    private void hello() throws IOException {
        send(dialect.hello() + " " + settings.hostname() + "\r\n");
        flush();
        Reply reply = read();
        if (reply.isPermanent() && dialect == Dialect.SMTP) {
            send("HELO " + settings.hostname() + "\r\n");
            flush();
            require(read());
            extensions = Map.of();
            return;
        }
        require(reply);
        Map<String, String> found = new HashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            int blank = line.indexOf(' ');
            String keyword = blank < 0 ? line : line.substring(0, blank);
            found.put(keyword.toUpperCase(Locale.ROOT), blank < 0 ? "" : line.substring(blank + 1));
        }
        extensions = found;
    }

    private void startTls(SSLContext context, CertificateCheck check) throws IOException {
        Reply reply = askForTls();
        if (reply.code() != 220) {
            throw new TlsFailedException("STARTTLS was offered and then refused: " + reply, null);
        }
        if (in.buffered() > 0) {
            // Somebody has put octets before the handshake (CVE-2011-0411, the client's side).
            throw new TlsFailedException("octets came before the TLS handshake", null);
        }
        if (!(wire instanceof Wire.Tcp(Socket socket))) {
            throw new TlsFailedException("STARTTLS was offered over a UNIX socket", null);
        }
        try {
            SSLSocket secure =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            SSLSession session = secure.getSession();
            String verified = check.isVerified(session, host) ? " verified" : "";
            tls = session.getProtocol() + " " + session.getCipherSuite() + verified;
            chain = shown(session);
            wire = new Wire.Tcp(secure);
            in = new LineReader(wire.in(), ReplyReader.MAX_LINE_OCTETS);
            out = new BufferedOutputStream(watched(wire.out()), BUFFER_OCTETS);
        } catch (IOException e) {
            throw new TlsFailedException("the TLS handshake failed: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> shown(SSLSession session)
            throws SSLPeerUnverifiedException {
        List<X509Certificate> all = new ArrayList<>();
        for (Certificate each : session.getPeerCertificates()) {
            if (each instanceof X509Certificate certificate) {
                all.add(certificate);
            }
        }
        return List.copyOf(all);
    }

    private Reply askForTls() throws TlsFailedException {
        try {
            send("STARTTLS\r\n");
            flush();
            return read();
        } catch (IOException e) {
            throw new TlsFailedException("the answer to STARTTLS: " + failure(e), e);
        }
    }

    private static void require(Reply reply) throws RefusedException {
        if (reply.code() / 100 != 2) {
            throw new RefusedException(reply);
        }
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    OutputStream output() {
        return out;
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The next reply, within the usual time. */
    Reply read() throws IOException {
        return read(settings.replyTime());
    }

    /** The reply to the message: RFC 5321 section 4.5.3.2.6 gives it twice the time. */
    Reply readLast() throws IOException {
        return read(settings.replyTime().multipliedBy(2));
    }

    private Reply read(Duration time) throws IOException {
        waitFor(time);
        wire.patience((int) time.toMillis());
        return ReplyReader.read(in);
    }

    private void waitFor(Duration time) {
        long then = System.nanoTime() + time.toNanos();
        late = then - end < 0 ? then : end;
    }

    /** RFC 5321 section 4.5.3.2.5: each piece of a message has its time. */
    private OutputStream watched(OutputStream octetsTo) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                waitFor(settings.replyTime());
                octetsTo.write(octets, offset, length);
            }

            @Override
            public void flush() throws IOException {
                octetsTo.flush();
            }
        };
    }

    /** Begins the use of the connection: from now on it may take its time, and no more. */
    final void begin() {
        end = System.nanoTime() + WHOLE.toNanos();
        waitFor(settings.replyTime());
        resting = false;
    }

    /** Whether the host has held its user up for too long. */
    boolean isLate(long now) {
        if (!resting && now - late > 0) {
            cutOff = true;
        }
        return cutOff;
    }

    /** What a failure says, in words for the sender. */
    String failure(IOException cause) {
        if (cutOff || cause instanceof SocketTimeoutException) {
            return "the host did not answer in time";
        }
        return cause instanceof EOFException
                ? "the host closed the connection"
                : String.valueOf(cause.getMessage());
    }

    String host() {
        return host;
    }

    /** The certificates that the host has shown, its own first; null in clear. */
    @Nullable List<X509Certificate> chain() {
        return chain;
    }

    /** What it is connected to. */
    SocketAddress address() {
        return address;
    }

    Dialect dialect() {
        return dialect;
    }

    String tls() {
        return tls;
    }

    boolean offers(String keyword) {
        return extensions.containsKey(keyword);
    }

    /** The greatest message that the host takes; 0 where it does not say (RFC 1870). */
    long maxSizeBytes() {
        String text = extensions.getOrDefault("SIZE", "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Counts a message. */
    void countMessage() {
        messages++;
    }

    /** How many messages there were. */
    int messages() {
        return messages;
    }

    /** Ends its use for now; {@code nanos} is the time. */
    void rest(long nanos) {
        restsSince = nanos;
        resting = true;
    }

    long restsSince() {
        return restsSince;
    }

    /** Says goodbye, without waiting for an answer: there is nothing to learn from it. */
    @Override
    public void close() {
        try (Wire closing = wire) {
            closing.patience(GOODBYE_MILLIS);
            send("QUIT\r\n");
            flush();
        } catch (IOException _) {
            // It has gone already.
        }
    }

    /** Ends without a word, after a failure. */
    void abandon() {
        try {
            wire.close();
        } catch (IOException _) {
            // It has gone already.
        }
    }
}
