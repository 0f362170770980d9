package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.junit.jupiter.api.Test;

final class LoginTest {

    /** {@code \0user\0pass}. */
    private static final String RIGHT = "AHVzZXIAcGFzcw==";

    private static final String WRONG = "AHVzZXIAb29wcw==";

    private static TestServer server() throws IOException {
        return new TestServer(Security.IMPLICIT, SmtpLimits.DEFAULT);
    }

    private static ScriptedClient client(TestServer server) throws IOException {
        var client = ScriptedClient.connectTls(server.listener.port());
        client.hello();
        return client;
    }

    @Test
    void withAndWithoutInitialResponse() throws Exception {
        try (var server = server();
                var client = client(server)) {
            assertThat(client.ask("AUTH PLAIN " + RIGHT).code()).isEqualTo(235);
            assertThat(client.ask("AUTH PLAIN " + RIGHT).code()).isEqualTo(503);
            assertThat(client.ask("EHLO again").lines()).noneMatch(l -> l.startsWith("AUTH"));
        }
        try (var server = server();
                var client = client(server)) {
            assertThat(client.ask("AUTH PLAIN")).hasToString("334 bW9yZQ==");
            assertThat(client.ask(RIGHT).code()).isEqualTo(235);
            client.ask("MAIL FROM:<user@here.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            client.ask("a: b\r\n\r\n.");
            var session = server.message().session();
            assertThat(session.protocol(true)).isEqualTo("UTF8SMTPSA");
            assertThat(session.login()).hasToString("user@here.example");
        }
    }

    @Test
    void failures() throws IOException {
        try (var server = server();
                var client = client(server)) {
            assertThat(client.ask("AUTH PLAIN " + WRONG).code()).isEqualTo(535);
            assertThat(client.ask("AUTH NOSUCH").code()).isEqualTo(504);
            assertThat(client.ask("AUTH PLAIN !").code()).isEqualTo(501);
            client.ask("AUTH LOGIN");
            assertThat(client.ask("*").code()).isEqualTo(501);
            client.ask("AUTH LOGIN");
            assertThat(client.ask("not base64!").code()).isEqualTo(501);
            client.ask("MAIL FROM:<a@here.example>");
            assertThat(client.ask("AUTH PLAIN " + RIGHT).code()).isEqualTo(503);
            client.ask("RSET");
            assertThat(client.ask("AUTH PLAIN " + RIGHT).code()).isEqualTo(235);
        }
    }

    @Test
    void endlessChallengesEnd() throws IOException {
        try (var server = server();
                var client = client(server)) {
            int code = client.ask("AUTH PLAIN =").code();
            for (int i = 0; i < 20 && code == 334; i++) {
                code = client.ask("").code();
            }
            assertThat(code).isEqualTo(535);
        }
    }
}
