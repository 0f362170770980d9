package org.hikyaku.smtpd;

import java.io.EOFException;
import java.io.IOException;
import org.hikyaku.net.Connection;
import org.hikyaku.smtp.DataDecoder;
import org.hikyaku.smtp.LineEndCheck;

/** Reads messages from the connection, by either way, under the budget of time. */
final class MessageReader {

    private final SmtpWire wire;
    private final Connection connection;
    private final SmtpLimits limits;

    MessageReader(SmtpWire wire, Connection connection, SmtpLimits limits) {
        this.wire = wire;
        this.connection = connection;
        this.limits = limits;
    }

    /** Reads up to the end of DATA, whatever the message is like. */
    void data(MessageIntake intake) throws IOException {
        DataDecoder decoder = new DataDecoder();
        long mark = connection.mark();
        long received = 0;
        while (!decoder.ended()) {
            connection.deadlineSince(mark, limits.timeFor(received));
            wire.prepareRead();
            int n = wire.in().consume((b, off, len) -> decoder.feed(b, off, len, intake::octets));
            if (n < 0) {
                throw new EOFException(ended());
            }
            received += n;
            if (decoder.hasStrayLineEnd()) {
                intake.refuse(Refusals.strayLineEnd());
            }
        }
    }

    /**
     * Reads one piece of {@code size} octets.
     *
     * @param lineEnds watches across the pieces of one message
     */
    void chunk(long size, MessageIntake intake, LineEndCheck lineEnds) throws IOException {
        read(
                size,
                (b, off, len) -> {
                    lineEnds.feed(b, off, len);
                    if (lineEnds.hasStray()) {
                        intake.refuse(Refusals.strayLineEnd());
                    }
                    intake.octets(b, off, len);
                });
    }

    /** RFC 3030 section 2: a piece is read even where the command is refused. */
    void skip(long size) throws IOException {
        read(size, (_, _, _) -> {});
    }

    private void read(long size, DataDecoder.Sink sink) throws IOException {
        long mark = connection.mark();
        long left = size;
        while (left > 0) {
            connection.deadlineSince(mark, limits.timeFor(size - left));
            // RFC 2920 section 3.2: the replies to MAIL and RCPT do not wait for the piece.
            wire.prepareRead();
            long most = left;
            int n =
                    wire.in()
                            .consume(
                                    (b, off, len) -> take(sink, b, off, (int) Math.min(len, most)));
            if (n < 0) {
                throw new EOFException(ended());
            }
            left -= n;
        }
    }

    private static int take(DataDecoder.Sink sink, byte[] octets, int offset, int length)
            throws IOException {
        sink.octets(octets, offset, length);
        return length;
    }

    private String ended() {
        return connection.expired()
                ? "the message came too slowly"
                : "the connection ended within the message";
    }
}
