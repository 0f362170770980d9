package org.hikyaku.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A connection to a UNIX socket in the form that {@link Connection} works with. */
final class UnixSocket extends Socket {

    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    UnixSocket(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = Channels.newOutputStream(channel);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InetAddress getInetAddress() {
        return LOOPBACK.getAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return LOOPBACK;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return LOOPBACK;
    }

    /** There is no such thing here. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    /** There is no such thing here. */
    @Override
    public void setSoLinger(boolean on, int linger) {}
}
