package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

/** A name server in whose world no name exists (RFC 1035 section 4.1.1: RCODE 3). */
final class EmptyDns implements AutoCloseable {

    private static final int HEADER = 12;

    private final DatagramSocket socket;

    EmptyDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] octets = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(octets, octets.length);
                socket.receive(packet);
                int end = questionEnd(octets, packet.getLength());
                byte[] answer = Arrays.copyOf(octets, end);
                answer[2] = (byte) (answer[2] | 0x84); // QR, AA
                answer[3] = (byte) 0x83; // RA, NXDOMAIN
                Arrays.fill(answer, 6, HEADER, (byte) 0); // no records
                socket.send(new DatagramPacket(answer, end, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private static int questionEnd(byte[] octets, int length) {
        int at = HEADER;
        while (at < length && octets[at] != 0) {
            at += octets[at] + 1;
        }
        return Math.min(length, at + 5);
    }

    @Override
    public void close() {
        socket.close();
    }
}
