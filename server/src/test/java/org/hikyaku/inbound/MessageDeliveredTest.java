package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.ops.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageDeliveredTest {

    private static final String MESSAGE = "From: a@out.example\nSubject: x\n\nHello\n..dot";

    @TempDir Path folder;

    @Test
    void traceFieldsStandOnTopOfTheExactMessage() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            assertThat(server.send("b@here.example", MESSAGE).toString())
                    .startsWith("250 2.0.0 Accepted as ");
            var stored = server.mailbox("b@here.example", "INBOX");
            assertThat(stored).hasSize(1);
            assertThat(server.text(stored.getFirst()))
                    .matches(
                            """
                            Return-Path: <a@out\\.example>
                            Authentication-Results: mx\\.here\\.example;( |\r\n\\s)spf=pass;\\s+iprev=pass
                            Received: from client\\.example \\(client\\.example \\[127\\.0\\.0\\.1]\\)
                            \tby mx\\.here\\.example \\(Hikyaku\\) with ESMTP
                            \tid \\S+
                            \tfor <b@here\\.example>; Tue, 24 Nov 2026 10:00:00 \\+0000
                            From: a@out\\.example
                            Subject: x

                            Hello
                            \\.dot
                            """
                                    .replace("\n", "\r\n"));
        }
    }

    @Test
    void overTlsItSaysSo() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.startTls();
            client.ask("MAIL FROM:<a@out.example> SMTPUTF8");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("RCPT TO:<c@here.example>");
            client.ask("DATA");
            client.ask("From: a@out.example\r\n\r\nx\r\n.");
            String text = server.text(server.mailbox("c@here.example", null).getFirst());
            assertThat(text)
                    .contains("with UTF8SMTPS\r\n\t(TLSv1.3 TLS_AES_")
                    .doesNotContain("for <b@here.example>"); // each would learn of the other
        }
    }

    /**
     * RFC 5321 section 4.4, RFC 3848, RFC 6531 section 4.3; what a client says stays one clause.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HELO client.example | '' | from client.example (client.example [127.0.0.1]) | SMTP",
                "EHLO client.example | '' | from client.example (client.example [127.0.0.1]) | ESMTP",
                "EHLO client.example | SMTPUTF8 | from client.example (c | UTF8SMTP",
                "EHLO [192.0.2.1] | '' | from [192.0.2.1] (client.example [127.0.0.1]) | ESMTP",
                "EHLO [IPv6:2001:db8::1] | '' | from [IPv6:2001:db8::1] (client.example | ESMTP",
                "EHLO b\u00fccher.example | '' | from b?cher.example (client.example | ESMTP",
            })
    void theTraceField(String hello, String parameter, String from, String protocol)
            throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.reply();
            client.ask(hello);
            client.ask("MAIL FROM:<a@out.example> " + parameter);
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            client.ask("From: a@out.example\r\n\r\nx\r\n.");
            assertThat(server.text(server.mailbox("b@here.example", null).getFirst()))
                    .contains("\r\nReceived: " + from)
                    .contains("by mx.here.example (Hikyaku) with " + protocol + "\r\n");
        }
    }

    @Test
    void anAliasReachesAllOnce() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<all@here.example>");
            client.ask("RCPT TO:<b+tag@here.example>");
            client.ask("DATA");
            assertThat(client.ask("From: a@out.example\r\n\r\nx\r\n.").code()).isEqualTo(250);
            assertThat(server.mailbox("b@here.example", null)).hasSize(1);
            assertThat(server.mailbox("c@here.example", null)).hasSize(1);
        }
    }

    @Test
    void oneEventAndOneRowOfEvidence() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            server.send("b@here.example", MESSAGE);
            assertThat(server.events.of(Event.MessageIn.class))
                    .singleElement()
                    .satisfies(
                            e -> {
                                assertThat(e.disposition()).isEqualTo("deliver");
                                assertThat(e.dkim()).isEqualTo("out.example s1 pass");
                                assertThat(e.reply()).startsWith("250 ");
                                assertThat(e.to()).containsExactly("b@here.example");
                            });
            assertThat(server.store.evidence().inbound(Instant.EPOCH, 10))
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.disposition()).isEqualTo("deliver");
                                assertThat(row.spf()).isEqualTo("pass");
                                assertThat(row.clientIp()).isEqualTo("127.0.0.1");
                            });
        }
    }

    @Test
    void aHeaderAloneIsAMessage() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.raw("BDAT 19 LAST\r\nFrom: a@out.example");
            assertThat(client.reply().code()).isEqualTo(250);
            assertThat(server.text(server.mailbox("b@here.example", null).getFirst()))
                    .endsWith("\r\nFrom: a@out.example\r\n\r\n");
        }
    }
}
