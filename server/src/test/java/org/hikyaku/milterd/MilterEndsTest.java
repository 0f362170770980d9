package org.hikyaku.milterd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hikyaku.fakes.MilterMta;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.ops.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How conversations end before their time: the other side goes, errs, or we stop. */
final class MilterEndsTest {

    private static final byte[] BODY = "A body\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;

    private static List<MilterCommand> conversation() {
        return List.of(
                new MilterCommand.Negotiate(MilterMta.NEWEST),
                new MilterCommand.Connect(
                        "mx.out.example", MilterCommand.Family.INET, 1, "192.0.2.1"),
                new MilterCommand.Helo("mx.out.example"),
                new MilterCommand.Mail(List.of("<c@out.example>")),
                new MilterCommand.Rcpt(List.of("<alice@here.example>")),
                new MilterCommand.Data(),
                new MilterCommand.Header("From", " c@out.example"),
                new MilterCommand.EndOfHeaders(),
                new MilterCommand.Body(BODY, 0, BODY.length));
    }

    @Test
    void theServerGoesAwayAtEveryStage() throws IOException {
        try (var server = new MilterServer(folder)) {
            for (int stage = 0; stage <= conversation().size(); stage++) {
                try (var mta = MilterMta.connect(server.listener.port())) {
                    for (MilterCommand command : conversation().subList(0, stage)) {
                        mta.put(command);
                    }
                    mta.flush();
                }
            }
            stop(server, Duration.ofSeconds(20)); // returns when all are gone
            assertThat(server.listener.connections()).isZero();
            assertThat(server.events.of(Event.Bug.class)).isEmpty();
            assertThat(server.evidence.inbound(MilterServer.NOW, 99)).isEmpty();
        }
    }

    private static void stop(MilterServer server, Duration grace) {
        server.listener.stop(grace);
    }

    @Test
    void aMessageIsGivenUpAtEveryStageAndTheNextOneIsServed() throws IOException {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("mx.out.example", "192.0.2.1");
            for (int stage = 3; stage <= conversation().size(); stage++) {
                for (MilterCommand command : conversation().subList(3, stage)) {
                    mta.put(command);
                    if (command instanceof MilterCommand.Mail) {
                        assertThat(mta.reply()).contains(Verdict.CONTINUE);
                    } else if (command instanceof MilterCommand.Data) {
                        assertThat(mta.reply()).contains(Verdict.CONTINUE);
                    }
                }
                mta.abort();
            }
            mta.envelope("c@out.example", "alice@here.example");
            assertThat(mta.message("From: c@out.example\n\nHello\n").header().getFirst())
                    .contains("spf=pass");
            assertThat(server.evidence.inbound(MilterServer.NOW, 99)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7fffffff4f", // oversized
                "00000000", // empty
                "0000000178", // no such command
                "0000000154", // before the negotiation
                "0000000d4f000000010000003f0000007f", // version 1
                "0000000d4f00000006", // cut off
                "474554202f20485454502f312e310d0a" // GET / HTTP/1.1
            })
    void rubbishEndsThatConnectionOnly(String hex) throws IOException {
        try (var server = new MilterServer(folder);
                var other = server.mta();
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), server.listener.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isNegative();
            other.client("mx.out.example", "192.0.2.1");
            other.envelope("c@out.example", "alice@here.example");
            assertThat(other.message("From: c@out.example\n\nHello\n").verdict())
                    .isEqualTo(Verdict.ACCEPT);
            assertThat(server.events.of(Event.Bug.class)).isEmpty();
        }
    }

    @Test
    void partsOfAMessageBeforeMailEndTheConnection() throws IOException {
        List<MilterCommand> parts = new ArrayList<>(conversation().subList(4, 9));
        parts.removeIf(MilterCommand.Data.class::isInstance);
        parts.add(new MilterCommand.EndOfBody(new byte[0], 0, 0));
        try (var server = new MilterServer(folder)) {
            for (MilterCommand part : parts) {
                try (var mta = server.mta()) {
                    mta.put(part);
                    assertThat(mta.reply()).isEmpty();
                }
            }
            assertThat(server.events.of(Event.Refused.class)).hasSameSizeAs(parts);
        }
    }

    @Test
    void whenItStopsAMessageUnderWayIsFinishedAndTheNextOnePutOff() throws Exception {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            mta.client("mx.out.example", "192.0.2.1");
            mta.envelope("c@out.example", "alice@here.example");
            mta.field("From: c@out.example");
            mta.flush();
            Thread stopping = Thread.startVirtualThread(() -> stop(server, Duration.ofSeconds(30)));
            awaitRefusal(server);
            assertThat(mta.body(List.of("From: c@out.example"), "x\r\n").header().getFirst())
                    .contains("spf=pass");
            MilterReply next = mta.envelope("c@out.example", "alice@here.example");
            while (next == Verdict.CONTINUE) { // sessions are told a moment after the port closes
                mta.abort();
                next = mta.envelope("c@out.example", "alice@here.example");
            }
            assertThat(next)
                    .isInstanceOfSatisfying(
                            MilterReply.ReplyCode.class,
                            code -> assertThat(code.reply()).startsWith("421 4.3.2 "));
            stopping.join();
            assertThat(mta.reply()).isEmpty();
        }
    }

    /** Until nobody is let in any more, which is before the sessions are told. */
    private static void awaitRefusal(MilterServer server) {
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), server.listener.port())) {
                Thread.onSpinWait();
            } catch (IOException _) {
                return;
            }
        }
    }

    @Test
    void whoeverIsBetweenTwoClientsIsLetGoAtOnce() throws Exception {
        try (var server = new MilterServer(folder);
                var mta = server.mta()) {
            Thread stopping = Thread.startVirtualThread(() -> stop(server, Duration.ofHours(1)));
            assertThat(mta.reply()).isEmpty();
            stopping.join();
        }
    }

    @Test
    void anOldServerIsToldToSkipNothing() throws IOException {
        // It sends each piece and waits; our own mail without a key needs none of it.
        try (var server = new MilterServer(folder);
                var mta = MilterMta.connect(server.listener.port())) {
            mta.negotiate(new MilterOptions(6, 0x1ff, 0x100400));
            mta.client("localhost", "127.0.0.1");
            mta.envelope("x@other.example", "bob@out.example");
            assertThat(mta.message("From: x@other.example\n\nHello\n").verdict())
                    .isEqualTo(Verdict.ACCEPT);
        }
    }
}
