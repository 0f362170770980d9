package org.hikyaku.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.hikyaku.milter.MilterSocket;

/** A mail server that asks a milter about all its mail and relays it to a sink. */
interface FilteredMta extends AutoCloseable {

    /** Where it listens, on 127.0.0.1. */
    int port();

    /** What it has logged. */
    String log();

    /** How many messages it holds back. */
    int held();

    /** Where the milter is to listen for it. */
    MilterSocket milter();

    @Override
    void close();

    /** A port that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
