package org.hikyaku.outbound;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;
import org.jspecify.annotations.Nullable;

/** One connection to a host: greeting, EHLO, STARTTLS, then any number of messages. */
final class SmtpClient implements AutoCloseable {

    private static final int BUFFER = 32 * 1024;

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
    private Socket socket;
    private LineReader in;
    private OutputStream out;
    private Map<String, String> extensions = Map.of();
    private String tls = "none";
    private int messages;
    private long idleSince;

    private SmtpClient(String host, OutboundSettings settings, Socket socket) throws IOException {
        this.host = host;
        this.settings = settings;
        this.socket = socket;
        this.in = new LineReader(socket.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /**
     * Connects and says hello, encrypted where the host offers it and {@code context} is there.
     *
     * @throws RefusedException where the host does not want us
     * @throws TlsFailedException where TLS was offered and failed
     */
    static SmtpClient connect(
            String host,
            InetSocketAddress address,
            OutboundSettings settings,
            @Nullable SSLContext context)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) settings.replyTime().toMillis());
            socket.connect(address, (int) settings.connectTime().toMillis());
            SmtpClient client = new SmtpClient(host, settings, socket);
            client.greet(context);
            return client;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void greet(@Nullable SSLContext context) throws IOException {
        require(read());
        hello();
        if (context != null && extensions.containsKey("STARTTLS")) {
            startTls(context);
            hello(); // RFC 3207 section 4.2: what was said before counts no more
        }
    }

    private void hello() throws IOException {
        send("EHLO " + settings.hostname() + "\r\n");
        flush();
        Reply reply = read();
        if (reply.isPermanent()) {
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

    private void startTls(SSLContext context) throws IOException {
        send("STARTTLS\r\n");
        flush();
        Reply reply = read();
        if (!reply.isPositive()) {
            throw new TlsFailedException("STARTTLS was offered and then refused: " + reply, null);
        }
        if (in.buffered() > 0) {
            // Somebody has put octets before the handshake (CVE-2011-0411, the client's side).
            throw new TlsFailedException("octets came before the TLS handshake", null);
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
            tls = secure.getSession().getProtocol() + " " + secure.getSession().getCipherSuite();
            socket = secure;
            in = new LineReader(secure.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
            out = new BufferedOutputStream(secure.getOutputStream(), BUFFER);
        } catch (IOException e) {
            throw new TlsFailedException("the TLS handshake failed: " + e.getMessage(), e);
        }
    }

    private static void require(Reply reply) throws RefusedException {
        if (!reply.isPositive()) {
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

    /** The next reply. 421 ends the connection whenever it comes (RFC 5321 section 3.8). */
    Reply read() throws IOException {
        Reply reply = ReplyReader.read(in);
        if (reply == null) {
            throw new EOFException("the connection was closed");
        }
        return reply;
    }

    String host() {
        return host;
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

    /** Counts a message; how many there were. */
    int countMessage() {
        return ++messages;
    }

    void idle(long nanos) {
        idleSince = nanos;
    }

    long idleSince() {
        return idleSince;
    }

    /** Says goodbye, without waiting for an answer: there is nothing to learn from it. */
    @Override
    public void close() {
        try (Socket closing = socket) {
            send("QUIT\r\n");
            flush();
        } catch (IOException _) {
            // It has gone already.
        }
    }

    /** Ends without a word, after a failure. */
    void abandon() {
        try {
            socket.close();
        } catch (IOException _) {
            // It has gone already.
        }
    }
}
