package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DisconnectInDataTest {

    @Test
    void halfAMessageIsNoMessage() throws Exception {
        try (var server = new TestServer()) {
            try (var client = server.connect()) {
                client.hello();
                client.ask("MAIL FROM:<a@out.example>");
                client.ask("RCPT TO:<b@here.example>");
                client.ask("DATA");
                client.raw("a: b\r\n\r\nhalf\r\n.\r");
            }
            assertThat(server.message().end()).startsWith("abandoned");
        }
    }

    @Test
    void soIsHalfAPiece() throws Exception {
        try (var server = new TestServer()) {
            try (var client = server.connect()) {
                client.hello();
                client.ask("MAIL FROM:<a@out.example>");
                client.ask("RCPT TO:<b@here.example>");
                client.raw("BDAT 100 LAST\r\na: b\r\n");
            }
            assertThat(server.message().end()).startsWith("abandoned");
        }
    }
}
