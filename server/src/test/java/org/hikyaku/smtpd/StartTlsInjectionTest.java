package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.hikyaku.net.TlsDetails;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.junit.jupiter.api.Test;

/** CVE-2011-0411: what came in clear is never taken for part of the TLS session. */
final class StartTlsInjectionTest {

    @Test
    void commandsBehindStartTlsAreRefused() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw("STARTTLS\r\nMAIL FROM:<evil@out.example>\r\n");
            assertThat(client.reply().code()).isEqualTo(554);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void whatWasSaidInClearIsForgotten() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<evil@out.example>");
            assertThat(client.startTls().lines())
                    .contains("AUTH PLAIN LOGIN")
                    .doesNotContain("STARTTLS");
            assertThat(client.ask("RCPT TO:<b@here.example>").code()).isEqualTo(503);
            assertThat(client.ask("STARTTLS").code()).isEqualTo(503);
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            assertThat(client.ask("x: y\r\n\r\nz\r\n.").code()).isEqualTo(250);
            SessionInfo session = server.message().session();
            assertThat(session.protocol(false)).isEqualTo("ESMTPS");
            assertThat(session.channel().map(TlsDetails::version)).hasValue("TLSv1.3");
            assertThat(session.channel().flatMap(TlsDetails::exporter).orElseThrow()).hasSize(32);
            assertThat(session.channel().flatMap(TlsDetails::serverEndPoint).orElseThrow())
                    .hasSize(32);
        }
    }

    @Test
    void withoutKeysItIsNotOffered() throws IOException {
        try (var server = new TestServer(Security.CLEAR, SmtpLimits.DEFAULT);
                var client = server.connect()) {
            assertThat(client.hello().lines()).doesNotContain("STARTTLS");
            assertThat(client.ask("STARTTLS").code()).isEqualTo(502);
        }
    }

    @Test
    void rubbishInPlaceOfAHandshakeEndsTheSession() throws IOException {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.ask("STARTTLS");
            client.raw("MAIL FROM:<a@out.example>\r\n");
            client.socket().shutdownOutput();
            while (client.input().read() >= 0) {
                // an alert, then the end
            }
            assertThat(server.service.messages).isEmpty();
        }
    }
}
