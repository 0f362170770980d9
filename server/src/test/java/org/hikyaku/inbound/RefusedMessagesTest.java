package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.ops.Event;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.store.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class RefusedMessagesTest {

    private static final String MESSAGE = "From: a@out.example\n\nx";

    @TempDir Path folder;

    private static AuthVerdict failing(DmarcVerdict.Policy policy) {
        return Verdicts.of(
                SpfResult.Code.FAIL,
                List.of(Verdicts.dkim(DkimResult.Code.FAIL)),
                DmarcVerdict.Code.FAIL,
                policy);
    }

    private static Event.MessageIn only(InboundServer server) {
        List<Event.MessageIn> all = server.events.of(Event.MessageIn.class);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void byTheAuthorsPolicy() throws IOException {
        try (var server = new InboundServer(folder, failing(DmarcVerdict.Policy.REJECT))) {
            assertThat(server.send("b@here.example", MESSAGE).toString())
                    .startsWith("550 5.7.26 Refused by the DMARC policy of out.example");
            assertThat(server.mailbox("b@here.example", null)).isEmpty();
            assertThat(only(server).disposition()).isEqualTo("reject");
        }
        // Closing the store has written what was not waited for.
        try (var again = new InboundServer(folder, Verdicts.passing())) {
            assertThat(again.store.evidence().inbound(Instant.EPOCH, 10))
                    .extracting(Evidence.Inbound::disposition)
                    .containsExactly("reject");
        }
    }

    @Test
    void quarantineGoesToJunk() throws IOException {
        try (var server = new InboundServer(folder, failing(DmarcVerdict.Policy.QUARANTINE))) {
            assertThat(server.send("b@here.example", MESSAGE).code()).isEqualTo(250);
            assertThat(server.mailbox("b@here.example", "Junk")).hasSize(1);
            assertThat(server.mailbox("b@here.example", "INBOX")).isEmpty();
            assertThat(only(server).disposition()).isEqualTo("quarantine");
        }
    }

    @Test
    void aLoopIsCutOpen() throws IOException {
        String looped = "Received: from a by b; x\n".repeat(101) + MESSAGE;
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            assertThat(server.send("b@here.example", looped).toString()).startsWith("554 5.4.6");
            assertThat(only(server).disposition()).isEqualTo("reject");
        }
    }

    @Test
    void withoutOrWithTwoAuthors() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            assertThat(server.send("b@here.example", "Subject: x\n\ny").code()).isEqualTo(554);
            assertThat(server.send("b@here.example", "From: x@out.example\n" + MESSAGE).code())
                    .isEqualTo(554);
        }
    }

    @Test
    void aHeaderWithoutEnd() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            String endless =
                    "From: a@out.example\n" + "X: yyyyyyyyyyyyyyyyyyyyyyyy\n".repeat(30_000);
            assertThat(server.send("b@here.example", endless).toString()).startsWith("552 5.3.4");
            assertThat(only(server).disposition()).isEqualTo("reject");
        }
    }

    @Test
    void strayLineEnds() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            assertThat(client.ask("From: a@out.example\r\n\r\na\nb\r\n.").toString())
                    .startsWith("550 5.6.11");
            assertThat(only(server).reply()).startsWith("550 5.6.11");
            assertThat(server.mailbox("b@here.example", null)).isEmpty();
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void aClientThatLeavesIsTold() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            try (var client = server.connect()) {
                client.hello();
                client.ask("MAIL FROM:<a@out.example>");
                client.ask("RCPT TO:<b@here.example>");
                client.ask("DATA");
                client.raw("From: a@out.example\r\n\r\nhalf");
            }
            while (server.events.of(Event.MessageIn.class).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(only(server).cause()).contains("ended within the message");
            assertThat(server.mailbox("b@here.example", null)).isEmpty();
        }
    }

    @Test
    void aStoreThatFailsLeavesTheMessageWithTheClient() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            client.ask("RCPT TO:<b@here.example>");
            client.ask("DATA");
            server.store.close();
            assertThat(client.ask("From: a@out.example\r\n\r\nx\r\n.").code()).isBetween(400, 499);
        }
    }
}
