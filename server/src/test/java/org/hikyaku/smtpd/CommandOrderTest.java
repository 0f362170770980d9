package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.hikyaku.fakes.ScriptedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandOrderTest {

    private static final String MAIL = "MAIL FROM:<a@out.example>";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@b.example>|503",
                "EHLO x;RCPT TO:<a@here.example>|503",
                "EHLO x;DATA|503",
                "EHLO x;MAIL FROM:<a@b.example>;DATA|554",
                "EHLO x;MAIL FROM:<a@b.example>;MAIL FROM:<a@b.example>|503",
                "EHLO x;MAIL FROM:<a@b.example>;EHLO x;RCPT TO:<b@here.example>|503",
                "EHLO x;MAIL FROM:<a@b.example>;RSET;RCPT TO:<b@here.example>|503",
                "EHLO x;MAIL FROM:<a@b.example> SIZE=100001|552",
                "EHLO x;MAIL FROM:<a@b.example> SIZE=100000|250",
                "EHLO x;MAIL FROM:<a@b.example> BODY=BINARYMIME|555",
                "EHLO x;MAIL FROM:<a@b.example>;RCPT TO:<ü@here.example>|553",
                "EHLO x;MAIL FROM:<a@b.example> SMTPUTF8;RCPT TO:<ü@here.example>|250",
                "EHLO x;MAIL FROM:<>;RCPT TO:<Postmaster>|250",
                "EHLO x;AUTH PLAIN AHVzZXIAcGFzcw==|538",
                "EHLO x;STARTTLS now|501",
                "EHLO x;WHAT|500",
                "EHLO x;BDAT 0 LAST|503",
            })
    void lastReply(String commands, int code) throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.reply();
            int last = 0;
            for (String command : commands.split(";", -1)) {
                last = client.ask(command).code();
            }
            assertThat(last).isEqualTo(code);
        }
    }

    @Test
    void tooManyErrorsEndTheSession() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            for (int i = 1; i < SmtpLimits.DEFAULT.maxErrors(); i++) {
                assertThat(client.ask("XYZZY").code()).isEqualTo(500);
            }
            client.raw("XYZZY\r\n");
            assertThat(client.replies(2).get(1)).startsWith("421 4.7.0");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void tooManyMessagesEndTheSession() throws IOException {
        var limits =
                new SmtpLimits(
                        10,
                        10,
                        2,
                        SmtpLimits.DEFAULT.commandTime(),
                        SmtpLimits.DEFAULT.dataTime(),
                        256);
        try (var server = new TestServer(SmtpSettings.Security.CLEAR, limits);
                var client = server.connect()) {
            client.hello();
            mail(client);
            mail(client);
            assertThat(client.ask(MAIL).code()).isEqualTo(421);
            assertThat(client.ended()).isTrue();
        }
    }

    private static void mail(ScriptedClient client) throws IOException {
        assertThat(client.ask(MAIL).code()).isEqualTo(250);
        client.ask("RSET");
    }
}
