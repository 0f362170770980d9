package org.hikyaku.smtpd;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.hikyaku.net.Connection;
import org.hikyaku.smtp.CommandParser;
import org.hikyaku.smtp.Reply;
import org.hikyaku.wire.LineReader;
import org.jspecify.annotations.Nullable;

/** The two streams of a session. What goes out waits until there is nothing left to read. */
final class SmtpWire {

    /** An EHLO reply and the replies to a pipelined transaction. */
    private static final int BUFFER_OCTETS = 1024;

    /** Lines, or pieces of a message, after which other sessions have their turn. */
    private static final int TURN = 64;

    private final Connection connection;
    private int taken;
    private LineReader in;
    private OutputStream out;

    SmtpWire(Connection connection) throws IOException {
        this.connection = connection;
        this.in = new LineReader(connection.input(), CommandParser.MAX_LINE_OCTETS);
        this.out = new BufferedOutputStream(connection.output(), BUFFER_OCTETS);
    }

    /** After a handshake: nothing that was read before it is left. */
    void renew() throws IOException {
        in = new LineReader(connection.input(), CommandParser.MAX_AUTH_OCTETS);
        out = new BufferedOutputStream(connection.output(), BUFFER_OCTETS);
    }

    LineReader in() {
        return in;
    }

    /**
     * The next line; null where the connection ends. RFC 2920 section 3.2: replies are sent once
     * the input is drained.
     */
    @Nullable String line() throws IOException {
        prepareRead();
        return in.line();
    }

    /**
     * To be called before each read. A virtual thread whose client always has sent more already
     * would never leave its carrier: as many such clients as there are processors would keep
     * everybody else waiting.
     */
    @SuppressWarnings("ThreadPriorityCheck") // fairness is asked for, correctness does not need it
    void prepareRead() throws IOException {
        flushIfDrained();
        if (++taken % TURN == 0) {
            Thread.yield();
        }
    }

    void flushIfDrained() throws IOException {
        if (in.buffered() == 0) {
            out.flush();
        }
    }

    void send(Reply reply) throws IOException {
        out.write(reply.wire());
    }

    void flush() throws IOException {
        out.flush();
    }
}
