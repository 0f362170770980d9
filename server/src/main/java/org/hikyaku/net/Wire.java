package org.hikyaku.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * What octets go over, to another server. {@link #close} may be called by another thread: what
 * waits then fails.
 */
public sealed interface Wire extends Closeable {

    /** What comes. */
    InputStream in() throws IOException;

    /** Where what goes is written. */
    OutputStream out() throws IOException;

    /**
     * How long a read may wait, where the system can tell; over a UNIX socket whoever reads needs a
     * {@link Deadline} as well.
     */
    void patience(int millis) throws IOException;

    /** A TCP socket, or TLS over one. */
    record Tcp(Socket socket) implements Wire {
        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void patience(int millis) throws IOException {
            socket.setSoTimeout(millis);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A UNIX socket of this machine. */
    record Unix(SocketChannel channel) implements Wire {
        @Override
        public InputStream in() {
            return Channels.newInputStream(channel);
        }

        @Override
        public OutputStream out() {
            return Channels.newOutputStream(channel);
        }

        @Override
        public void patience(int millis) {
            // A channel's read knows no limit: whoever is late is cut off by another thread.
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Connects. */
    static Wire connect(SocketAddress address, Duration time) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean connected = false;
            try {
                channel.connect(address);
                connected = true;
                return new Unix(channel);
            } finally {
                if (!connected) {
                    channel.close();
                }
            }
        }
        Socket socket = new Socket();
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) time.toMillis());
            connected = true;
            return new Tcp(socket);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }
}
