package org.hikyaku.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that takes everything and keeps it; recipients called {@code nobody} it refuses.
 */
final class MailSink implements AutoCloseable {

    /** One message as it came, dots taken off. */
    record Taken(String from, List<String> to, byte[] octets) {
        String text() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }

        /** The header on unfolded lines. */
        String head() {
            String text = text();
            return text.substring(0, text.indexOf("\r\n\r\n") + 2).replaceAll("\r\n[ \t]+", " ");
        }
    }

    private final ServerSocket listener;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    MailSink() {
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

    /** All messages so far with that subject. */
    List<Taken> with(String subject) {
        return taken.stream()
                .filter(t -> t.head().contains("\r\nSubject: " + subject + "\r\n"))
                .toList();
    }

    /** The first message with that subject, waited for; {@code log} tells why it did not come. */
    Taken await(String subject, java.util.function.Supplier<String> log) {
        Commands.await(
                () -> subject + " at the sink:\n" + log.get(),
                Duration.ofSeconds(60),
                () -> !with(subject).isEmpty());
        return with(subject).getFirst();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink.example ESMTP");
            String from = "";
            List<String> to = new ArrayList<>();
            for (String line = line(in); !line.startsWith("QUIT"); line = line(in)) {
                if (line.startsWith("EHLO")) {
                    say(out, "250-sink.example\r\n250-8BITMIME\r\n250 SIZE 0");
                } else if (line.startsWith("MAIL")) {
                    from = line.substring(10);
                    to.clear();
                    say(out, "250 2.1.0 fine");
                } else if (line.startsWith("RCPT") && line.contains("<nobody@")) {
                    say(out, "550 5.1.1 no such user");
                } else if (line.startsWith("RCPT")) {
                    to.add(line.substring(8));
                    say(out, "250 2.1.5 fine");
                } else if (line.startsWith("DATA") && to.isEmpty()) {
                    say(out, "554 5.5.1 no recipients");
                } else if (line.startsWith("DATA")) {
                    say(out, "354 go on");
                    taken.add(new Taken(from, List.copyOf(to), message(in)));
                    say(out, "250 2.0.0 taken");
                } else {
                    say(out, "250 2.0.0 fine");
                }
            }
            say(out, "221 2.0.0 bye");
        } catch (IOException _) {
            // The peer has gone.
        }
    }

    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (String line = line(in); !line.equals("."); line = line(in)) {
            message.writeBytes(
                    (line.startsWith(".") ? line.substring(1) : line)
                            .getBytes(StandardCharsets.ISO_8859_1));
            message.write('\r');
            message.write('\n');
        }
        return message.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            line.append((char) octet);
        }
        boolean whole = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return whole ? line.substring(0, line.length() - 1) : line.toString();
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
