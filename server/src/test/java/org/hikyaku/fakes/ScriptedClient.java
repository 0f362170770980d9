package org.hikyaku.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;

/** An SMTP client that does exactly what a test tells it to, wrong things included. */
public final class ScriptedClient implements AutoCloseable {

    /** A server that does not answer within this has failed the test. */
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;
    private OutputStream out;
    private LineReader in;

    private ScriptedClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        renew();
    }

    private void renew() throws IOException {
        out = socket.getOutputStream();
        in = new LineReader(socket.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
    }

    /** Connects; the greeting has not been read. */
    public static ScriptedClient connect(int port) throws IOException {
        return new ScriptedClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects with TLS at once. */
    public static ScriptedClient connectTls(int port) throws IOException {
        var socket =
                (SSLSocket)
                        TestTls.client()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return new ScriptedClient(socket);
    }

    /** Sends octets as they are. */
    public ScriptedClient raw(byte[] octets) throws IOException {
        out.write(octets);
        return this;
    }

    /** Sends text as it is, one octet per char below 0x100, otherwise UTF-8. */
    public ScriptedClient raw(String text) throws IOException {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a reply. */
    public Reply reply() throws IOException {
        return ReplyReader.read(in);
    }

    /** Reads {@code count} replies, as text. */
    public List<String> replies(int count) throws IOException {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply().toString());
        }
        return replies;
    }

    /** Sends a line and reads the reply. */
    public Reply ask(String line) throws IOException {
        raw(line + "\r\n");
        return reply();
    }

    /** Reads the greeting and says EHLO; the EHLO reply. */
    public Reply hello() throws IOException {
        reply();
        return ask("EHLO client.example");
    }

    /** STARTTLS and EHLO again; the EHLO reply. */
    public Reply startTls() throws IOException {
        Reply go = ask("STARTTLS");
        if (go.code() != 220) {
            throw new AssertionError(go);
        }
        handshake();
        return ask("EHLO client.example");
    }

    /** The handshake alone. */
    public void handshake() throws IOException {
        var tls =
                (SSLSocket)
                        TestTls.client()
                                .getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        renew();
    }

    /** The socket, TLS or not. */
    public Socket socket() {
        return socket;
    }

    /** Whether the server has closed the connection: nothing else comes. */
    public boolean ended() throws IOException {
        try {
            return in.consume((_, _, _) -> 0) < 0;
        } catch (java.net.SocketException _) {
            return true; // reset: closed while octets were on their way
        }
    }

    /** The input of the socket, for what is no reply. */
    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
