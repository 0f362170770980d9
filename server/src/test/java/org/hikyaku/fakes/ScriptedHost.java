package org.hikyaku.fakes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.hikyaku.net.TlsKey;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP host on loopback that answers as a test tells it to, wrong answers included. What no rule
 * is for is answered as an ordinary host would.
 */
public final class ScriptedHost implements AutoCloseable {

    /** The "command" that a rule for the greeting is for. */
    public static final String GREETING = "CONNECT";

    /** The "command" that a rule for the end of a message is for. */
    public static final String END_OF_DATA = ".";

    /** An answer that is none: the connection is closed. */
    public static final String CLOSE = "close";

    /** An answer that never comes: the connection stays open until the host is closed. */
    public static final String STALL = "stall";

    /** An answer without end: continuation lines as long as the client reads. */
    public static final String ENDLESS = "endless";

    /** The "command" that a rule for the TLS handshake is for: {@link #STALL}, {@link #CLOSE}. */
    public static final String HANDSHAKE = "handshake";

    /** A message that was taken. */
    public record Taken(
            int connection, boolean tls, String mail, List<String> recipients, String data) {}

    private static final Set<String> RESETTING = Set.of("EHLO", "LHLO", "HELO", "RSET");

    private final ServerSocket server;
    private final Map<String, List<String>> rules = new ConcurrentHashMap<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Thread> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile List<String> extensions =
            List.of("PIPELINING", "8BITMIME", "SIZE 1000000", "ENHANCEDSTATUSCODES", "DSN");
    private volatile @Nullable SSLContext tls;
    private volatile boolean lmtp;

    private ScriptedHost(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /** A host on a port that is free. */
    public static ScriptedHost start() throws IOException {
        return start("127.0.0.1", 0);
    }

    /** A host on an address of loopback. */
    public static ScriptedHost start(String address, int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        return new ScriptedHost(server);
    }

    /**
     * Answers commands that begin with {@code command} with {@code replies}, one after the other
     * and the last one from then on; the empty text stands for the usual answer.
     */
    public ScriptedHost on(String command, String... replies) {
        rules.put(command, new ArrayList<>(List.of(replies)));
        return this;
    }

    /** Offers these extensions in place of the usual ones. */
    public ScriptedHost offering(String... keywords) {
        extensions = List.of(keywords);
        return this;
    }

    /**
     * Speaks LMTP (RFC 2033): after a message a reply for each recipient, for which a rule begins
     * with {@link #END_OF_DATA} and the recipient, such as {@code .<a@to.example>}.
     */
    public ScriptedHost speakingLmtp() {
        lmtp = true;
        return this;
    }

    /** Offers and does TLS, with the key of {@link TestTls}. */
    public ScriptedHost encrypting() {
        try {
            TlsKey key = TestTls.key("rsa");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "key", key.key(), new char[0], key.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            tls = context;
            return this;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its port. */
    public int port() {
        return server.getLocalPort();
    }

    /** The messages that it took. */
    public List<Taken> taken() {
        return taken;
    }

    /** All commands of all connections, in order. */
    public List<String> commands() {
        return commands;
    }

    /** All commands, once the clients that came have gone. */
    public List<String> allCommands() throws InterruptedException {
        for (Thread session : sessions) {
            assertThat(session.join(Duration.ofSeconds(20))).as("a client stays").isTrue();
        }
        return commands;
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                int number = connections.incrementAndGet();
                sessions.add(Thread.ofVirtual().start(() -> serve(socket, number)));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            new Session(socket, number).run();
        } catch (IOException | UncheckedIOException _) {
            // The client has gone, or a rule has closed the connection.
        }
    }

    private final class Session {
        private Socket socket;
        private InputStream in;
        private final int number;
        private boolean encrypted;
        private String mail = "";
        private boolean begun;
        private final List<String> recipients = new ArrayList<>();

        private Session(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.number = number;
        }

        private void run() throws IOException {
            if (!answer(GREETING, "220 scripted.example ESMTP")) {
                return;
            }
            for (String line = line(); line != null; line = line()) {
                commands.add(line);
                if (!handle(line)) {
                    return;
                }
            }
        }

        private boolean handle(String line) throws IOException {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            begun &= !RESETTING.contains(verb);
            return switch (verb) {
                case "EHLO" -> answer(line, lmtp ? "500 5.5.1 LHLO" : ehlo());
                case "LHLO" -> answer(line, lmtp ? ehlo() : "500 5.5.1 what?");
                case "STARTTLS" -> startTls(line);
                case "MAIL" -> mail(line);
                case "RCPT" ->
                        begun
                                ? remember(line, recipients::add)
                                : answer(line, "503 5.5.1 MAIL first");
                case "DATA" -> data(line);
                case "QUIT" -> {
                    boolean _ = answer(line, "221 2.0.0 bye");
                    yield false;
                }
                case "HELO", "RSET", "NOOP" -> answer(line, "250 2.0.0 ok");
                default -> answer(line, "500 5.5.1 what?");
            };
        }

        private String ehlo() {
            List<String> lines = new ArrayList<>(List.of("scripted.example"));
            lines.addAll(extensions);
            if (tls != null && !encrypted) {
                lines.add("STARTTLS");
            }
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                String mark = i == lines.size() - 1 ? " " : "-";
                out.append(i == 0 ? "" : "\r\n").append("250").append(mark).append(lines.get(i));
            }
            return out.toString();
        }

        private boolean mail(String line) throws IOException {
            if (begun) {
                return answer(line, "503 5.5.1 nested MAIL");
            }
            return remember(
                    line,
                    l -> {
                        mail = l;
                        begun = true;
                        recipients.clear();
                    });
        }

        private boolean remember(String line, Consumer<String> keeper) throws IOException {
            String reply = reply(line, "250 2.1.0 ok");
            if (reply.startsWith("2")) {
                keeper.accept(line.substring(line.indexOf(':') + 1));
            }
            return write(reply);
        }

        private boolean startTls(String line) throws IOException {
            String reply = reply(line, tls == null ? "502 5.5.1 no" : "220 2.0.0 go");
            if (!write(reply) || !reply.startsWith("220") || tls == null) {
                return reply.startsWith("5") || reply.startsWith("4");
            }
            String handshake = reply(HANDSHAKE, "");
            if (!handshake.isEmpty() && !write(handshake)) {
                return false;
            }
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            encrypted = true;
            socket = secure;
            in = secure.getInputStream();
            return true;
        }

        private boolean data(String line) throws IOException {
            String reply = reply(line, recipients.isEmpty() ? "554 5.5.1 nobody" : "354 go ahead");
            if (!write(reply)) {
                return false;
            }
            if (!reply.startsWith("354")) {
                return true;
            }
            StringBuilder text = new StringBuilder();
            String next = line();
            while (next != null && !next.equals(".")) {
                text.append(next.startsWith(".") ? next.substring(1) : next).append("\r\n");
                next = line();
            }
            if (next == null) {
                return false;
            }
            if (lmtp) {
                return delivered(text.toString());
            }
            String end = reply(END_OF_DATA, "250 2.0.0 taken");
            if (end.startsWith("2")) {
                taken.add(
                        new Taken(
                                number, encrypted, mail, List.copyOf(recipients), text.toString()));
            }
            recipients.clear();
            begun = false;
            return write(end);
        }

        private boolean delivered(String text) throws IOException {
            List<String> to = List.copyOf(recipients);
            recipients.clear();
            begun = false;
            for (String recipient : to) {
                String end = reply(END_OF_DATA + recipient, "250 2.0.0 taken");
                if (end.startsWith("2")) {
                    taken.add(new Taken(number, encrypted, mail, List.of(recipient), text));
                }
                if (!write(end)) {
                    return false;
                }
            }
            return true;
        }

        private boolean answer(String command, String usual) throws IOException {
            return write(reply(command, usual));
        }

        private String reply(String command, String usual) {
            for (Map.Entry<String, List<String>> rule : rules.entrySet()) {
                if (command.startsWith(rule.getKey())) {
                    List<String> replies = rule.getValue();
                    synchronized (replies) {
                        String next =
                                replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
                        return next.isEmpty() ? usual : next;
                    }
                }
            }
            return usual;
        }

        private boolean write(String reply) throws IOException {
            switch (reply) {
                case CLOSE -> {
                    return false;
                }
                case STALL -> {
                    awaitClosed();
                    return false;
                }
                case ENDLESS -> {
                    while (true) {
                        socket.getOutputStream().write("250-more\r\n".getBytes(US_ASCII));
                    }
                }
                default -> {}
            }
            socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return true;
        }

        private @Nullable String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
                }
                line.write(c);
            }
            return null;
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
