package org.hikyaku.app.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterEndpoint;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.net.SocketFile;
import org.hikyaku.net.SocketFileException;

/** The milter's sockets and what answers on them, started and stopped together. */
public final class MilterRuntime implements AutoCloseable {

    private static final String SERVICE = "milter";

    private final MilterEndpoint endpoint;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<MilterSocket> sockets = new ArrayList<>();

    private MilterRuntime(MilterEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Starts a milter. Where it cannot, nothing is left open.
     *
     * @throws ListenException where a port cannot be had
     * @throws SocketFileException where a UNIX socket cannot be had
     */
    public static MilterRuntime start(MilterSetup setup, MilterParts parts)
            throws ListenException, SocketFileException {
        MilterRuntime runtime =
                new MilterRuntime(new MilterEndpoint(setup.rules(), parts, setup.limits()));
        boolean started = false;
        try {
            for (MilterSocket socket : setup.listen()) {
                runtime.listen(socket, setup, parts);
            }
            started = true;
            return runtime;
        } finally {
            if (!started) {
                runtime.close();
            }
        }
    }

    private void listen(MilterSocket socket, MilterSetup setup, MilterParts parts)
            throws ListenException, SocketFileException {
        switch (socket) {
            case MilterSocket.Inet inet -> {
                ListenerSettings settings = settings(address(inet), setup);
                Listener listener = Listener.start(settings, endpoint, parts.events());
                listeners.add(listener);
                sockets.add(new MilterSocket.Inet(listener.port(), inet.host(), inet.ipv6()));
            }
            case MilterSocket.Unix unix -> {
                SocketFile file =
                        new SocketFile(
                                Path.of(unix.path()), setup.socketMode(), setup.socketGroup());
                ListenerSettings settings =
                        settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), setup);
                listeners.add(Listener.start(settings, file, endpoint, parts.events()));
                sockets.add(unix);
            }
        }
    }

    /** All connections come from few mail servers: there is no limit for each. */
    private static ListenerSettings settings(InetSocketAddress address, MilterSetup setup) {
        int most = setup.limits().connections();
        return new ListenerSettings(SERVICE, address, most, most, setup.limits().age());
    }

    /** Of a name, the first address of that family; unresolved where it has none. */
    private static InetSocketAddress address(MilterSocket.Inet socket) {
        if (socket.host().isEmpty()) {
            return new InetSocketAddress(socket.ipv6() ? "::" : "0.0.0.0", socket.port());
        }
        try {
            return Stream.of(InetAddress.getAllByName(socket.host()))
                    .filter(a -> a instanceof Inet6Address == socket.ipv6())
                    .findFirst()
                    .map(a -> new InetSocketAddress(a, socket.port()))
                    .orElseGet(() -> unresolved(socket));
        } catch (UnknownHostException _) {
            return unresolved(socket);
        }
    }

    private static InetSocketAddress unresolved(MilterSocket.Inet socket) {
        return InetSocketAddress.createUnresolved(socket.host(), socket.port());
    }

    /** Where it listens, with the true ports. */
    public List<MilterSocket> sockets() {
        return List.copyOf(sockets);
    }

    /** Open connections. */
    public int connections() {
        return listeners.stream().mapToInt(Listener::connections).sum();
    }

    /** Other rules, from the next message on. */
    public void use(MilterRules rules) {
        endpoint.use(rules);
    }

    /**
     * Stops: no new connections; messages that are under way have {@code grace} to end, new ones
     * are put off.
     */
    public void stop(Duration grace) {
        List<Thread> stopping = new ArrayList<>();
        for (Listener listener : listeners) {
            stopping.add(Thread.startVirtualThread(() -> listener.stop(grace)));
        }
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops without grace. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
