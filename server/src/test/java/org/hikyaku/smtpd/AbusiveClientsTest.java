package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.CommandParser;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client does; each time the session or the server stays in order. */
final class AbusiveClientsTest {

    private static final String ENVELOPE =
            "MAIL FROM:<a@out.example>\r\nRCPT TO:<b@here.example>\r\n";

    private static List<Integer> codes(ScriptedClient client, int count) throws IOException {
        return client.replies(count).stream().map(r -> Integer.valueOf(r.substring(0, 3))).toList();
    }

    /** A page in a browser could have it say whole transactions. */
    @Test
    void aBrowserIsNotHeard() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.raw("POST / HTTP/1.1\r\nHost: mx.here.example\r\n\r\nEHLO x\r\n" + ENVELOPE);
            assertThat(codes(client, 2)).containsExactly(220, 421);
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP", "RSET", "EHLO x", "HELO x", "VRFY a", "HELP", "BDAT 0"})
    void idlenessHasAnEnd(String command) throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE);
            client.replies(2);
            int code = 0;
            for (int i = 0; i <= SmtpSession.MAX_IDLE_COMMANDS && code != 421; i++) {
                code = client.ask(command).code();
            }
            assertThat(code).isEqualTo(421);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aMessageMakesUpForIt() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            for (int i = 0; i < 3; i++) {
                client.raw("NOOP\r\n".repeat(150));
                assertThat(codes(client, 150)).containsOnly(250);
                client.raw(ENVELOPE + "BDAT 6 LAST\r\na: b\r\n");
                assertThat(codes(client, 3)).containsOnly(250);
            }
        }
    }

    @Test
    void octetsThatAreNoText() throws IOException {
        byte[][] lines = {
            {'N', 'O', 'O', 'P', 0, '\r', '\n'},
            {'M', 'A', 'I', 'L', (byte) 0xff, (byte) 0xfe, '\r', '\n'},
            {'E', 'H', 'L', 'O', ' ', (byte) 0xc3, '\r', '\n'},
            {'N', 'O', 'O', 'P', '\n'},
            {'N', 'O', '\r', 'O', 'P', '\r', '\n'},
        };
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            for (byte[] line : lines) {
                assertThat(client.raw(line).reply().toString()).startsWith("500 5.5.2");
            }
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }

    /** RFC 5321 section 2.3.1 lets NUL pass; it must not end anything early. */
    @Test
    void nulsInAMessageAreOctetsLikeOthers() throws Exception {
        String message = "a\0: b\r\nFrom: x\0@y\r\n\r\n\0\0\r\n";
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + "DATA\r\n" + message + ".\r\n");
            assertThat(codes(client, 4)).containsExactly(250, 250, 354, 250);
            assertThat(server.message().octets()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT",
                "BDAT -1",
                "BDAT 30 LAST LAST",
                "BDAT 30 FIRST",
                "BDAT 0x1e LAST",
                "BDAT 9999999999999999999 LAST",
            })
    void behindAMalformedBdatNothingIsACommand(String command) throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + command + "\r\nRSET\r\n" + ENVELOPE + "QUIT\r\n");
            assertThat(codes(client, 3)).containsExactly(250, 250, 521);
            assertThat(client.ended()).isTrue();
            assertThat(server.service.messages).isEmpty();
        }
    }

    @Test
    void bdatThatSaysMoreThanItBrings() throws Exception {
        try (var server = new TestServer()) {
            try (var client = server.connect()) {
                client.hello();
                // The commands are within the piece, and part of a message that never ends.
                client.raw(ENVELOPE + "BDAT 999999999999999999 LAST\r\na: b\r\n\r\nQUIT\r\n");
                client.replies(2);
            }
            assertThat(server.message().end()).startsWith("abandoned");
            assertThat(server.service.messages).isEmpty();
        }
    }

    @Test
    void bdatThatStandsStillIsGivenUp() throws Exception {
        Duration little = Duration.ofMillis(300);
        var impatient = new SmtpLimits(10, 10, 10, little, little, 1_000_000);
        try (var server = new TestServer(Security.CLEAR, impatient);
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + "BDAT 999999999999999999\r\na: b\r\n");
            assertThat(codes(client, 3)).containsExactly(250, 250, 421);
            assertThat(server.message().end()).contains("too slowly");
        }
    }

    @Test
    void aRefusedPieceOfAnySizeIsBounded() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE);
            client.replies(2);
            byte[] piece = new byte[1 << 20];
            client.raw("BDAT " + 64L * piece.length + " LAST\r\n");
            for (int i = 0; i < 64; i++) {
                client.raw(piece);
            }
            assertThat(client.reply().toString()).startsWith("552 5.3.4");
            assertThat(server.message().octets().length())
                    .isLessThanOrEqualTo((int) TestServer.MAX_BYTES);
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }

    @Test
    void withoutLastThereIsNoMessage() throws Exception {
        for (String end : new String[] {"QUIT", "RSET", "EHLO x", "DATA", "MAIL FROM:<a@b.c>"}) {
            try (var server = new TestServer();
                    var client = server.connect()) {
                client.hello();
                client.raw(ENVELOPE + "BDAT 8\r\na: b\r\n\r\n" + end + "\r\nQUIT\r\n");
                client.replies(4);
                assertThat(server.message().end()).as(end).startsWith("abandoned");
                assertThat(server.service.messages).isEmpty();
            }
        }
    }

    @Test
    void bdatAfterTheLastOneBelongsToNothing() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + "BDAT 6 LAST\r\na: b\r\nBDAT 6 LAST\r\nRSET\r\nNOOP\r\n");
            assertThat(codes(client, 5)).containsExactly(250, 250, 250, 503, 250);
            assertThat(server.message().end()).isEqualTo("kept");
            assertThat(server.service.messages).isEmpty();
        }
    }

    /** RFC 1870 section 6.3: what is said, and what comes. */
    @Test
    void sizeIsBelievedOnlyWhereItRefuses() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            assertThat(client.ask("MAIL FROM:<a@out.example> SIZE=100001").code()).isEqualTo(552);
            client.ask("MAIL FROM:<a@out.example> SIZE=1");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            client.raw("x".repeat(100_001) + "\r\n");
            assertThat(client.ask(".").toString()).startsWith("552 5.3.4");
            assertThat(server.message().end()).isEqualTo("refused 552");
        }
    }

    @Test
    void loginsInOneSegment() throws Exception {
        try (var server = new TestServer(Security.IMPLICIT, SmtpLimits.DEFAULT);
                var client = ScriptedClient.connectTls(server.listener.port())) {
            client.hello();
            String right =
                    Base64.getEncoder()
                            .encodeToString("\0user\0pass".getBytes(StandardCharsets.UTF_8));
            client.raw(
                    "AUTH LOGIN\r\n*\r\nAUTH PLAIN\r\n" + right + "\r\n" + ENVELOPE + "QUIT\r\n");
            assertThat(codes(client, 7)).containsExactly(334, 501, 334, 235, 250, 250, 221);
        }
    }

    /** RFC 4954 section 4: 500 5.5.6, and the login is over. */
    @Test
    void overlongResponses() throws Exception {
        String overlong = "A".repeat(CommandParser.MAX_AUTH_OCTETS + 1);
        try (var server = new TestServer(Security.IMPLICIT, SmtpLimits.DEFAULT);
                var client = ScriptedClient.connectTls(server.listener.port())) {
            client.hello();
            assertThat(client.ask("AUTH PLAIN " + overlong).toString()).startsWith("500 5.5.6");
            assertThat(client.ask("AUTH PLAIN").code()).isEqualTo(334);
            assertThat(client.ask(overlong).toString()).startsWith("500 5.5.6");
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }

    /** No octet of a password in clear, whatever the answer. */
    @Test
    void inClearAPasswordIsNotAskedFor() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            for (String mechanism : new String[] {"PLAIN", "LOGIN", "SCRAM-SHA-256", "X"}) {
                assertThat(client.ask("AUTH " + mechanism).toString()).startsWith("538 5.7.11");
            }
            assertThat(server.events.of(Event.Refused.class))
                    .allSatisfy(e -> assertThat(e.cause()).doesNotContain("AUTH "));
        }
    }
}
