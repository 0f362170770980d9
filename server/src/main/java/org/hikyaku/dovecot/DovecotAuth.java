package org.hikyaku.dovecot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hikyaku.net.Deadline;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.net.Wire;

/** One connection to an authentication server, for one login. Belongs to one thread. */
public final class DovecotAuth implements AutoCloseable {

    /** A protocol of another major version is another protocol. */
    private static final int MAJOR = 1;

    /** Of the versions of 1 the first is enough: nothing later is asked for. */
    private static final String HELLO = "VERSION\t1\t1\nCPID\t";

    /** Lines of a handshake: Dovecot has some ten mechanisms. */
    private static final int MAX_LINES = 200;

    /** Dovecot lets a failed login wait 2 seconds, and more where there are many. */
    private static final Duration TIME = Duration.ofSeconds(60);

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    private static final long ID = 1;

    private final Wire wire;
    private final InputStream in;
    private final Map<String, Set<String>> mechanisms = new LinkedHashMap<>();

    private DovecotAuth(Wire wire) throws IOException {
        this.wire = wire;
        this.in = new BufferedInputStream(wire.in(), 4096);
    }

    /**
     * Connects and shakes hands.
     *
     * @throws IOException where there is no such server, or it speaks another version
     */
    public static DovecotAuth connect(StreamAddress where) throws IOException {
        IOException last = new IOException("no address");
        for (SocketAddress address : where.addresses()) {
            try {
                return greeted(Wire.connect(address, CONNECT_TIME));
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static DovecotAuth greeted(Wire wire) throws IOException {
        boolean done = false;
        try (Deadline deadline = Deadline.of(wire, TIME)) {
            DovecotAuth auth = new DovecotAuth(wire);
            auth.handshake();
            done = !deadline.hasPassed();
            return auth;
        } finally {
            if (!done) {
                wire.close();
            }
        }
    }

    private void handshake() throws IOException {
        send(HELLO + ProcessHandle.current().pid() + "\n");
        boolean versioned = false;
        for (int lines = 0; lines < MAX_LINES; lines++) {
            switch (reply()) {
                case AuthReply.Version(int major, _) -> {
                    if (major != MAJOR) {
                        throw new IOException("it speaks version " + major + ", not " + MAJOR);
                    }
                    versioned = true;
                }
                case AuthReply.Mechanism(String name, Set<String> properties) ->
                        mechanisms.put(name, properties);
                case AuthReply.Done _ -> {
                    if (!versioned) {
                        throw new IOException("it does not say its version");
                    }
                    return;
                }
                case AuthReply.Other _ -> {} // SPID, CUID, COOKIE: for others
                case AuthReply.Continue _, AuthReply.Success _, AuthReply.Failure _ ->
                        throw new IOException("it answers before it is asked");
            }
        }
        throw new IOException("its handshake has no end");
    }

    /** What the server offers, with the properties of each. */
    public Map<String, Set<String>> mechanisms() {
        return Map.copyOf(mechanisms);
    }

    /**
     * Begins the login: {@link AuthReply.Continue}, {@link AuthReply.Success} or {@link
     * AuthReply.Failure}.
     */
    public AuthReply begin(AuthRequest request) throws IOException {
        return ask(request.line(ID));
    }

    /** Goes on with it. */
    public AuthReply next(byte[] response) throws IOException {
        return ask(AuthRequest.further(ID, response));
    }

    private AuthReply ask(String line) throws IOException {
        try (Deadline _ = Deadline.of(wire, TIME)) {
            send(line);
            for (int lines = 0; lines < MAX_LINES; lines++) {
                AuthReply reply = reply();
                if (isAnswer(reply)) {
                    return reply;
                }
            }
            throw new IOException("it does not come to an answer");
        }
    }

    private static boolean isAnswer(AuthReply reply) {
        return switch (reply) {
            case AuthReply.Continue(long id, _) -> id == ID;
            case AuthReply.Success(long id, _) -> id == ID;
            case AuthReply.Failure(long id, _, _, _) -> id == ID;
            // What is offered may change while it runs.
            case AuthReply.Version _, AuthReply.Mechanism _, AuthReply.Done _, AuthReply.Other _ ->
                    false;
        };
    }

    private void send(String text) throws IOException {
        wire.out().write(text.getBytes(StandardCharsets.UTF_8));
        wire.out().flush();
    }

    private AuthReply reply() throws IOException {
        try {
            return AuthReply.parse(line());
        } catch (AuthReply.Malformed e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("it closed the connection");
            }
            if (line.size() == AuthReply.MAX_LINE_OCTETS) {
                throw new IOException(
                        "a line has more than " + AuthReply.MAX_LINE_OCTETS + " octets");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException _) {
            // It has gone already.
        }
    }
}
