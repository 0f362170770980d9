package org.hikyaku.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that takes every message and counts how often it has answered 250 to each. */
final class SmtpSink implements AutoCloseable {

    /** The field that tells messages apart. */
    static final String ID_FIELD = "X-Test-Id: ";

    private final ServerSocket listener;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    SmtpSink() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How often the message was taken. */
    int taken(String id) {
        return taken.getOrDefault(id, 0);
    }

    Map<String, Integer> all() {
        return Map.copyOf(taken);
    }

    /** After the peer's death: waits until all that it had sent has been worked off. */
    void awaitIdle() {
        Commands.await("the sink is idle", Duration.ofSeconds(30), () -> open.get() == 0);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink.example ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.length() < 4 ? line : line.substring(0, 4);
                switch (verb.toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> say(out, "250-sink.example\r\n250-8BITMIME\r\n250 SIZE 0");
                    case "DATA" -> {
                        say(out, "354 go on");
                        String id = readMessage(in);
                        taken.merge(id, 1, Integer::sum);
                        say(out, "250 2.0.0 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 2.1.0 fine");
                }
            }
        } catch (IOException _) {
            // The peer was killed: what it had not finished was not taken.
        } finally {
            open.decrementAndGet();
        }
    }

    private static String readMessage(BufferedReader in) throws IOException {
        String id = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return id;
            }
            id = id.isEmpty() && line.startsWith(ID_FIELD) ? line.substring(ID_FIELD.length()) : id;
        }
        throw new IOException("cut off");
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
