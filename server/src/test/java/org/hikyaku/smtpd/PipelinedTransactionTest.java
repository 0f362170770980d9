package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PipelinedTransactionTest {

    @Test
    void twoMessagesInOneGo() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            assertThat(client.hello().lines())
                    .contains(
                            "PIPELINING",
                            "SIZE 100000",
                            "8BITMIME",
                            "SMTPUTF8",
                            "CHUNKING",
                            "DSN",
                            "ENHANCEDSTATUSCODES",
                            "STARTTLS")
                    .noneMatch(line -> line.startsWith("AUTH"));
            String one =
                    "MAIL FROM:<a@out.example>\r\nRCPT TO:<b@here.example>\r\n"
                            + "RCPT TO:<c@elsewhere.example>\r\nDATA\r\n";
            client.raw(one + "S: 1\r\n\r\n..dot\r\n.\r\n" + one + "S: 2\r\n\r\nx\r\n.\r\nQUIT\r\n");
            assertThat(client.replies(11))
                    .satisfies(
                            all -> {
                                assertThat(all.get(2)).isEqualTo("550 5.7.1 No relay");
                                assertThat(all.get(3)).startsWith("354 ");
                                assertThat(all.get(4)).isEqualTo("250 2.0.0 Kept");
                                assertThat(all.get(9)).isEqualTo("250 2.0.0 Kept");
                                assertThat(all.get(10)).startsWith("221 ");
                            });
            assertThat(client.ended()).isTrue();
            assertThat(server.message().octets()).isEqualTo("S: 1\r\n\r\n.dot\r\n");
            assertThat(server.message().to()).containsExactly("b@here.example");
        }
    }

    @Test
    void allInOneSegmentBeforeTheGreeting() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.raw("HELO x\r\nNOOP\r\nRSET\r\nVRFY a\r\nEXPN b\r\nHELP\r\nQUIT\r\n");
            assertThat(client.replies(8).stream().map(r -> r.substring(0, 3)))
                    .containsExactly("220", "250", "250", "250", "252", "502", "214", "221");
        }
    }
}
