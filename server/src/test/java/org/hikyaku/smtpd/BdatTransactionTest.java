package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.hikyaku.fakes.ScriptedClient;
import org.junit.jupiter.api.Test;

final class BdatTransactionTest {

    private static void envelope(ScriptedClient client) throws IOException {
        client.hello();
        client.ask("MAIL FROM:<a@out.example>");
        client.ask("RCPT TO:<b@here.example>");
    }

    @Test
    void piecesMakeOneMessage() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            envelope(client);
            client.raw("BDAT 5\r\na: b\rBDAT 6\r\n\n\r\n.\r\nBDAT 0 LAST\r\nNOOP\r\n");
            assertThat(client.replies(4)).allMatch(r -> r.startsWith("250 2.0.0"));
            assertThat(server.message().octets()).isEqualTo("a: b\r\n\r\n.\r\n");
        }
    }

    @Test
    void strayLineEndsAreRefusedThereToo() throws Exception {
        for (String body : new String[] {"a\nb", "a\rb", "a\r"}) {
            try (var server = new TestServer();
                    var client = server.connect()) {
                envelope(client);
                client.raw("BDAT " + body.length() + " LAST\r\n" + body);
                assertThat(client.reply().toString()).startsWith("550 5.6.11");
                assertThat(server.message().end()).isEqualTo("refused 550");
                assertThat(client.ask("NOOP").code()).isEqualTo(250);
            }
        }
    }

    @Test
    void aRefusedPieceIsReadPast() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw("BDAT 6\r\nQUIT\r\nNOOP\r\n");
            assertThat(client.replies(2).stream().map(r -> r.substring(0, 3)))
                    .containsExactly("503", "250");
        }
    }

    @Test
    void dataAndBdatDoNotMix() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            envelope(client);
            client.raw("BDAT 2\r\nab");
            client.reply();
            assertThat(client.ask("RCPT TO:<c@here.example>").code()).isEqualTo(503);
            assertThat(client.ask("DATA").code()).isEqualTo(503);
            assertThat(server.message().end()).startsWith("abandoned");
            assertThat(client.ask("BDAT 0 LAST").code()).isEqualTo(503);
        }
    }

    @Test
    void tooLarge() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            envelope(client);
            int half = (int) TestServer.MAX_BYTES / 2 + 1;
            client.raw("BDAT " + half + "\r\n" + "x".repeat(half));
            client.raw("BDAT " + half + " LAST\r\n" + "x".repeat(half));
            assertThat(client.replies(2).get(1)).startsWith("552 5.3.4");
            assertThat(server.message().end()).isEqualTo("refused 552");
        }
    }
}
