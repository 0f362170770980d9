package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.junit.jupiter.api.Test;

/** A client that keeps a session open without getting on, with limits short enough for a test. */
final class SlowClientTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final SmtpLimits IMPATIENT = new SmtpLimits(10, 10, 10, SHORT, SHORT, 1_000_000);

    @Test
    void silenceIsNotWaitedForLong() throws IOException {
        try (var server = new TestServer(Security.CLEAR, IMPATIENT);
                var client = server.connect()) {
            client.hello();
            assertThat(client.reply().toString()).startsWith("421 4.4.2");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void octetByOctetIsNotACommand() throws IOException {
        try (var server = new TestServer(Security.CLEAR, IMPATIENT);
                var client = server.connect()) {
            client.hello();
            // Each octet alone would be in time; the command is not.
            try {
                for (int i = 0; i < 100_000_000; i++) {
                    client.raw("x");
                }
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
            assertThat(server.events.of(org.hikyaku.ops.Event.Refused.class))
                    .anyMatch(e -> e.reply().startsWith("421 4.4.2"));
        }
    }

    @Test
    void aMessageThatStandsStillIsGivenUp() throws Exception {
        try (var server = new TestServer(Security.CLEAR, IMPATIENT);
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            client.raw("a: b\r\n");
            assertThat(client.reply().toString()).startsWith("421 4.4.2");
            assertThat(server.message().end()).contains("too slowly");
        }
    }

    @Test
    void aClientThatDoesNotReadIsLetGo() throws IOException {
        var limits = new SmtpLimits(10, 1_000_000_000, 10, SHORT, SHORT, 1_000_000);
        try (var server = new TestServer(Security.CLEAR, limits);
                var client = server.connect()) {
            client.socket().setReceiveBufferSize(4096);
            client.hello();
            byte[] flood = "HELP\r\n".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 1000; i++) {
                    client.raw(flood); // blocks once both directions are full, until the end
                }
            } catch (IOException e) {
                assertThat(e).isNotNull();
                return;
            }
            throw new AssertionError("60 MB of commands were answered into nowhere");
        }
    }
}
