package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.hikyaku.fakes.ScriptedClient;
import org.junit.jupiter.api.Test;

/** Streamed: neither side ever holds it. The reader's own bound is tested with it. */
final class OneGigabyteLineTest {

    private static final int PIECE = 1 << 20;

    private static final int PIECES = 1024;

    private static void endless(ScriptedClient client) throws IOException {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < PIECES; i++) {
            client.raw(piece);
        }
        client.raw("\r\n");
    }

    @Test
    void asACommand() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            endless(client);
            assertThat(client.reply().toString()).startsWith("500 5.5.6");
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }

    @Test
    void inAMessage() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            endless(client);
            assertThat(client.ask(".").toString()).startsWith("552 5.3.4");
            assertThat(server.message().octets().length())
                    .isLessThanOrEqualTo((int) TestServer.MAX_BYTES);
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }
}
