package org.hikyaku.lookup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One message to a name server and its answer, as octets over TCP (RFC 7766). */
public final class TcpExchange {

    private TcpExchange() {}

    /**
     * Sends {@code message} and waits for what comes back.
     *
     * @return the answer: at most 65,535 octets, not looked at
     * @throws SocketTimeoutException where {@code timeout} passes
     * @throws IOException where the server cannot be reached or breaks off
     */
    public static byte[] exchange(InetSocketAddress server, byte[] message, Duration timeout)
            throws IOException {
        return exchange(server, message, System.nanoTime() + timeout.toNanos());
    }

    static byte[] exchange(InetSocketAddress server, byte[] message, long deadlineNanos)
            throws IOException {
        // RFC 1035 section 4.2.2: two octets of length before the message.
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        try (Socket socket = new Socket()) {
            socket.connect(server, millisUntil(deadlineNanos));
            OutputStream out = socket.getOutputStream();
            out.write(framed);
            return answer(socket, deadlineNanos);
        }
    }

    private static byte[] answer(Socket socket, long deadline) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(millisUntil(deadline));
        int length = in.readUnsignedShort();
        byte[] octets = new byte[length];
        for (int at = 0; at < length; ) {
            socket.setSoTimeout(millisUntil(deadline));
            int n = in.read(octets, at, length - at);
            if (n < 0) {
                throw new EOFException("the answer over TCP breaks off");
            }
            at += n;
        }
        return octets;
    }

    static int millisUntil(long deadlineNanos) throws SocketTimeoutException {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left < 1) {
            throw new SocketTimeoutException("no time is left");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
