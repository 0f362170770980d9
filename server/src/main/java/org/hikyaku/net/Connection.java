package org.hikyaku.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a peer. Belongs to the thread of its session, but for what the listener does to
 * it.
 */
public final class Connection implements AutoCloseable {

    /** How long a session may take to say goodbye once its time is up. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Socket raw;
    private final InetAddress remote;
    private final long endNanos;
    private Socket active;
    private @Nullable TlsDetails tls;
    private volatile long deadlineNanos;
    private volatile boolean expired;
    private volatile boolean closing;
    private volatile boolean idle;
    private volatile boolean writing;

    Connection(Socket raw, Duration maxAge) {
        this.raw = raw;
        this.active = raw;
        // The system may show IPv4 peers of an IPv6 socket as IPv4 already; nothing else does.
        this.remote = ((InetSocketAddress) raw.getRemoteSocketAddress()).getAddress();
        this.endNanos = System.nanoTime() + maxAge.toNanos();
        this.deadlineNanos = endNanos;
    }

    /** The peer's address. */
    public InetAddress remote() {
        return remote;
    }

    /** The address that the peer connected to. */
    public InetSocketAddress local() {
        return (InetSocketAddress) raw.getLocalSocketAddress();
    }

    /** What the peer sends, as it is now: TLS replaces it. */
    public InputStream input() throws IOException {
        return active.getInputStream();
    }

    /** What goes to the peer, as it is now: TLS replaces it. Not buffered. */
    public OutputStream output() throws IOException {
        return new Output(active.getOutputStream());
    }

    /** Tells the watcher when the session waits for the peer to read. */
    private final class Output extends OutputStream {
        private final OutputStream out;

        Output(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            writing = true;
            try {
                out.write(octets, offset, length);
            } finally {
                writing = false;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    /** The TLS session, where there is one. */
    public Optional<TlsDetails> tls() {
        return Optional.ofNullable(tls);
    }

    /**
     * Makes the handshake as a server. What the peer has sent before must have been read: nothing
     * that came in clear may be taken for part of the TLS session.
     *
     * @throws IOException where the handshake fails; the connection is of no more use
     */
    public void startTls(TlsContext context) throws IOException {
        SSLSocket socket = context.wrap(raw);
        socket.startHandshake();
        active = socket;
        tls = TlsDetails.of(socket.getSession());
    }

    /**
     * The session must have got further within {@code time} from now: it calls this again, or the
     * connection ends. Never later than the connection's greatest age.
     */
    public void deadline(Duration time) {
        deadlineNanos = earlier(System.nanoTime() + time.toNanos(), endNanos);
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b; // nanoTime values are compared by difference
    }

    /** A point in time for {@link #deadlineSince}. */
    public long mark() {
        return System.nanoTime();
    }

    /** As {@link #deadline}, counted from {@code mark}. */
    public void deadlineSince(long mark, Duration time) {
        deadlineNanos = earlier(mark + time.toNanos(), endNanos);
    }

    /**
     * Says whether the session waits between two commands, so that nothing is lost where the server
     * stops it; it must look at {@link #closing} after it has said so.
     */
    public void idle(boolean idle) {
        this.idle = idle;
    }

    /** Whether the time was up: what {@link #input} gives then is an early end. */
    public boolean expired() {
        return expired;
    }

    /** Whether the server is about to stop: a session should end after its command. */
    public boolean closing() {
        return closing;
    }

    /** The server is about to stop. */
    void announceClosing() {
        closing = true;
        if (idle) {
            interruptInput();
        }
    }

    /**
     * Ends the connection where its time is up: first its input, so that the session can say why;
     * once more later, all of it.
     */
    void enforce(long nowNanos) {
        if (nowNanos - deadlineNanos < 0) {
            return;
        }
        boolean stuck = expired || writing; // a peer that does not read hears no farewell either
        expired = true;
        if (stuck) {
            abort(); // no TLS farewell, which could block this thread
            return;
        }
        deadlineNanos = nowNanos + FAREWELL.toNanos();
        interruptInput();
    }

    /** A reader that waits sees the end of the stream. */
    void interruptInput() {
        try {
            raw.shutdownInput();
        } catch (IOException _) {
            abort(); // the socket is gone already
        }
    }

    @Override
    public void close() {
        try {
            active.close();
        } catch (IOException _) {
            // Closing is all that was wanted; the raw socket follows.
        }
        try {
            raw.close();
        } catch (IOException _) {
            // As above.
        }
    }

    /** The session has ended with a failure: where that was for want of time, nothing lingers. */
    void dropUnread() {
        if (expired) {
            abort();
        }
    }

    /**
     * Closes the socket under whatever is on it, without a TLS farewell that could block; what the
     * peer has not read is not kept for it (it costs megabytes of the system's memory).
     */
    void abort() {
        try {
            raw.setSoLinger(true, 0);
            raw.close();
        } catch (IOException _) {
            // Closing is all that was wanted.
        }
    }
}
