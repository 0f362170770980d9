package org.hikyaku.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says what it is told to. */
final class SmtpTalk implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** Connects to a port of 127.0.0.1 from another loopback address; the greeting is read. */
    SmtpTalk(String from, int port) throws IOException {
        socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 20_000);
        socket.setSoTimeout(120_000);
        in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
        reply();
    }

    /** Says it, line ends CRLF, and does not wait. */
    void say(String text) throws IOException {
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next reply, its lines joined by LF. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line;
        do {
            line = in.readLine();
            if (line == null) {
                return reply + "(closed)";
            }
            reply.append(line).append('\n');
        } while (line.length() > 3 && line.charAt(3) == '-');
        return reply.toString().strip();
    }

    /** Says one line; the reply. */
    String ask(String line) throws IOException {
        say(line + "\n");
        return reply();
    }

    /** A whole message after EHLO; the reply to its end, or to what was refused before. */
    String send(String from, String message, String... to) throws IOException {
        String reply = ask("MAIL FROM:<" + from + ">");
        for (String recipient : to) {
            reply = reply.startsWith("2") ? ask("RCPT TO:<" + recipient + ">") : reply;
        }
        reply = reply.startsWith("2") ? ask("DATA") : reply;
        return reply.startsWith("3") ? ask(message + "\n.") : reply;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
