package org.hikyaku.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;

/**
 * Accepts connections at one address or UNIX socket and gives each a virtual thread, within limits.
 */
public final class Listener implements AutoCloseable {

    /** Connections that the system holds for us between two accepts. */
    private static final int BACKLOG = 512;

    /** How often deadlines are looked at: far below any that a protocol names. */
    private static final long WATCH_MILLIS = 250;

    /** How long to wait after accept fails, which is for want of file descriptors. */
    private static final long PAUSE_MILLIS = 100;

    /** How long accept may take to notice that it is to end. */
    private static final Duration ACCEPT_END = Duration.ofSeconds(2);

    private final ListenerSettings settings;
    private final ConnectionHandler handler;
    private final EventLog events;
    private final ServerSocket server;
    private final Semaphore room;
    private final PeerCounts peers;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allGone = lock.newCondition();

    private Listener(
            ListenerSettings settings,
            ConnectionHandler handler,
            EventLog events,
            ServerSocket server) {
        this.settings = settings;
        this.handler = handler;
        this.events = events;
        this.server = server;
        this.room = new Semaphore(settings.maxConnections());
        this.peers = new PeerCounts(settings.maxPerAddress());
        this.acceptor =
                Thread.ofVirtual().name(settings.service() + " accept").unstarted(this::acceptAll);
    }

    /**
     * Begins to listen.
     *
     * @throws ListenException where the address cannot be had
     */
    public static Listener start(
            ListenerSettings settings, ConnectionHandler handler, EventLog events)
            throws ListenException {
        return start(settings, handler, events, bind(settings.address()));
    }

    /**
     * Begins to listen on a UNIX socket; the address in {@code settings} means nothing then.
     *
     * @throws SocketFileException where it cannot be had
     */
    public static Listener start(
            ListenerSettings settings, SocketFile file, ConnectionHandler handler, EventLog events)
            throws SocketFileException {
        return start(settings, handler, events, UnixServerSocket.bind(file, BACKLOG));
    }

    private static Listener start(
            ListenerSettings settings,
            ConnectionHandler handler,
            EventLog events,
            ServerSocket server) {
        Listener listener = new Listener(settings, handler, events, server);
        listener.acceptor.start();
        Thread.ofVirtual().name(settings.service() + " watch").start(listener::watch);
        return listener;
    }

    private static ServerSocket bind(InetSocketAddress address) throws ListenException {
        ServerSocket server = null;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            if (address.isUnresolved()) {
                throw new IOException("there is no host of that name");
            }
            server.bind(address, BACKLOG);
            return server;
        } catch (IOException e) {
            closeQuietly(server);
            throw new ListenException(address, e);
        }
    }

    private static void closeQuietly(java.io.@org.jspecify.annotations.Nullable Closeable c) {
        if (c != null) {
            try {
                c.close();
            } catch (IOException _) {
                // Nothing depends on it.
            }
        }
    }

    /** The port that is listened on. */
    public int port() {
        return server.getLocalPort();
    }

    /** The address that is listened on, with the true port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** How many connections are open. */
    public int connections() {
        return open.size();
    }

    private void acceptAll() {
        while (!closed.get()) {
            try {
                accepted(server.accept());
            } catch (IOException e) {
                if (!closed.get()) {
                    events.emit(new Event.Trouble(settings.service(), "accept fails", e));
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accepted(Socket socket) {
        InetAddress peer = socket.getInetAddress();
        if (!room.tryAcquire()) {
            refuse(socket, "more than " + settings.maxConnections() + " connections");
            return;
        }
        if (!peers.enter(peer)) {
            room.release();
            refuse(socket, "more than " + settings.maxPerAddress() + " from this address");
            return;
        }
        Thread.ofVirtual().name(settings.service()).start(() -> serve(socket, peer));
    }

    private void refuse(Socket socket, String cause) {
        events.emit(
                new Event.Refused(
                        settings.service(), "-", hostOf(socket.getInetAddress()), "busy", cause));
        // A fresh socket's send buffer takes the line at once: this cannot block the accept loop.
        byte[] busy = handler.busy();
        try (socket) {
            socket.getOutputStream().write(busy);
        } catch (IOException _) {
            // The peer is gone, which is what was wanted.
        }
    }

    private static String hostOf(InetAddress address) {
        return address.getHostAddress();
    }

    private void serve(Socket socket, InetAddress peer) {
        Connection connection = new Connection(socket, settings.maxAge());
        open.add(connection);
        try {
            if (closed.get()) {
                return;
            }
            socket.setTcpNoDelay(true);
            handler.serve(connection);
        } catch (IOException _) {
            // The peer hung up or sent rubbish below the protocol: an ordinary end. What a peer
            // that was too slow has not read by now is not kept for it.
            connection.dropUnread();
        } catch (RuntimeException e) {
            events.emit(new Event.Bug(settings.service(), e));
        } finally {
            connection.close();
            open.remove(connection);
            peers.leave(peer);
            room.release();
            signalGone();
        }
    }

    private void signalGone() {
        if (!closed.get()) {
            return;
        }
        lock.lock();
        try {
            allGone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (!stopped.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                open.forEach(connection -> connection.enforce(now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops: takes no more connections, lets sessions finish the command they are at, and after
     * {@code grace} closes what is left. Returns when all are gone.
     */
    public void stop(Duration grace) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeQuietly(server);
        awaitAcceptor(); // the system lets go of the port once accept has returned
        open.forEach(Connection::announceClosing);
        if (!awaitGone(grace)) {
            open.forEach(Connection::abort);
            awaitGone(Duration.ofSeconds(5));
        }
        stopped.countDown();
    }

    private void awaitAcceptor() {
        try {
            acceptor.join(ACCEPT_END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitGone(Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = allGone.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Stops without grace. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
