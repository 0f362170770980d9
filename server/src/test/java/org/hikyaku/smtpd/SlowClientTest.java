package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.ops.Event;
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
            assertThat(server.events.of(Event.Refused.class))
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
    void aClientThatDoesNotReadIsLetGo() throws Exception {
        try (var server = new TestServer(Security.CLEAR, IMPATIENT);
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            // Beyond the tenth they are refused for now, as often as they are named.
            byte[] flood =
                    "RCPT TO:<b@here.example>\r\n"
                            .repeat(10_000)
                            .getBytes(StandardCharsets.US_ASCII);
            Thread writer = Thread.ofVirtual().start(() -> endlessly(client, flood));
            // Blocks once both directions are full; ends when the server lets go.
            assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    private static void endlessly(ScriptedClient client, byte[] flood) {
        try {
            while (true) {
                client.raw(flood);
            }
        } catch (IOException _) {
            // the server has let go
        }
    }
}
