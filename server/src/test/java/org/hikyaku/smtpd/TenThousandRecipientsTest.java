package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import org.hikyaku.ops.Event;
import org.junit.jupiter.api.Test;

final class TenThousandRecipientsTest {

    @Test
    void theFirstThousandAreTakenTheOthersComeLater() throws Exception {
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            int accepted = 0;
            for (int i = 0; i < 100; i++) {
                var batch = new StringBuilder();
                for (int j = 0; j < 100; j++) {
                    batch.append("RCPT TO:<u").append(i * 100 + j).append("@here.example>\r\n");
                }
                client.raw(batch.toString());
                for (String reply : client.replies(100)) {
                    accepted += reply.startsWith("250") ? 1 : 0;
                    assertThat(reply).matches("(250 2\\.1\\.5|452 4\\.5\\.3) .*");
                }
            }
            assertThat(accepted).isEqualTo(SmtpLimits.DEFAULT.maxRecipients());
            client.ask("DATA");
            assertThat(client.ask("a: b\r\n\r\n.").code()).isEqualTo(250);
            assertThat(server.message().to()).hasSize(1000);
            assertThat(server.events.of(Event.Refused.class)).as("the log").hasSize(100);
        }
    }
}
