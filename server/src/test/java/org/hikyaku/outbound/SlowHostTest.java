package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.name.DomainName;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that holds us up is left. */
final class SlowHostTest {

    @TempDir Path folder;

    private OutboundWorld world(int port) {
        OutboundSettings hasty =
                new OutboundSettings(
                        DomainName.of("mx.here.example"),
                        port,
                        null,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(300));
        return new OutboundWorld(folder, hasty, "to.example A 127.0.0.1");
    }

    @Test
    void noGreeting() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                OutboundWorld world = world(mute.getLocalPort())) {
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
            assertThat(result.text()).endsWith("the host did not answer in time");
        }
    }

    @Test
    void itNeverReadsTheMessage() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                OutboundWorld world = world(server.getLocalPort())) {
            Thread.ofVirtual().start(() -> takeNothing(server, done));
            String large = "x".repeat(70).concat("\r\n").repeat(400_000);
            AttemptResult result =
                    world.send(
                                    large,
                                    org.hikyaku.smtp.Envelope.Options.NONE,
                                    java.util.List.of(world.plain("you@to.example")))
                            .of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
            assertThat(result.text()).isEqualTo("the host did not answer in time");
        } finally {
            done.countDown();
        }
    }

    /** Answers all that comes before the message at once, and reads no more. */
    private static void takeNothing(ServerSocket server, CountDownLatch done) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write(
                            "220 a\r\n250 a\r\n250 a\r\n250 a\r\n354 a\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            done.await();
        } catch (IOException | InterruptedException _) {
            // The client has left.
        }
    }
}
