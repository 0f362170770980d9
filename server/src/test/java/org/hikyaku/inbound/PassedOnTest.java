package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.DeliverySettings.Known;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.deliver.Recipients.Where;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail for a mailbox that another server keeps is durable in the queue when 250 is said. */
final class PassedOnTest {

    private static final DeliverySettings JUNK =
            new DeliverySettings(new Place.Own(), Map.of(), Known.CALLOUT, "X-Spam-Flag: YES");

    private static final Recipients RECIPIENTS =
            address ->
                    switch (address.localPart()) {
                        case "kept" -> new Where.Onward(List.of(address));
                        case "b" -> new Where.Filed(List.of(address));
                        case "later" -> new Where.Later("LMTP is down");
                        default -> new Where.Unknown("User doesn't exist: \r\n250 hello");
                    };

    @TempDir Path folder;

    private InboundServer server(AuthVerdict verdict) throws IOException {
        return new InboundServer(folder, verdict, SmtpLimits.DEFAULT, RECIPIENTS, JUNK);
    }

    private static AuthVerdict failing() {
        return Verdicts.of(
                SpfResult.Code.FAIL,
                List.of(),
                DmarcVerdict.Code.FAIL,
                DmarcVerdict.Policy.QUARANTINE);
    }

    private static Queue.Message queued(InboundServer server) {
        List<Queue.Message> all = server.store.queue().list(0, 10);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<String> addresses(Queue.Message message) {
        return message.entries().stream().map(e -> e.recipient().address().toString()).toList();
    }

    @Test
    void itIsQueuedWithTraceAndEvidence() throws IOException {
        try (InboundServer server = server(Verdicts.passing())) {
            assertThat(server.send("kept@here.example", "From: a@out.example\n\nhi").toString())
                    .startsWith("250 2.0.0 Queued as ");
            Queue.Message message = queued(server);
            assertThat(addresses(message)).containsExactly("kept@here.example");
            assertThat(StoreFolder.text(server.store, message.blob()))
                    .startsWith("Authentication-Results: ")
                    .doesNotContain("Return-Path")
                    .endsWith("hi\r\n");
            assertThat(server.mailbox("b@here.example", null)).isEmpty();
        }
    }

    @Test
    void whatIsJunkIsMarkedAndNeverReported() throws IOException {
        try (InboundServer server = server(failing())) {
            assertThat(server.send("kept@here.example", "From: a@out.example\n\nhi").code())
                    .isEqualTo(250);
            Queue.Message message = queued(server);
            assertThat(StoreFolder.text(server.store, message.blob()))
                    .startsWith("X-Spam-Flag: YES\r\nAuthentication-Results: ");
            assertThat(message.entries().getFirst().recipient().notices())
                    .isEqualTo(Set.of(Recipient.Notify.NEVER));
        }
    }

    @Test
    void aMailboxHereGoesTheSameWayWhereBothAreNamed() throws IOException {
        try (InboundServer server = server(Verdicts.passing());
                ScriptedClient client = server.connect()) {
            client.hello();
            client.raw(
                    "MAIL FROM:<a@out.example>\r\nRCPT TO:<kept@here.example>\r\n"
                            + "RCPT TO:<b@here.example>\r\nDATA\r\n");
            client.replies(4);
            assertThat(client.ask("From: a@out.example\r\n\r\nhi\r\n.").code()).isEqualTo(250);
            assertThat(addresses(queued(server)))
                    .containsExactlyInAnyOrder("kept@here.example", "b@here.example");
            assertThat(server.mailbox("b@here.example", null)).isEmpty();
        }
    }

    @Test
    void whoIsNotThereIsRefusedAtOnceAndInOneLine() throws IOException {
        try (InboundServer server = server(Verdicts.passing());
                ScriptedClient client = server.connect()) {
            client.hello();
            assertThat(client.ask("MAIL FROM:<a@out.example>").code()).isEqualTo(250);
            var refusal = client.ask("RCPT TO:<who@here.example>");
            assertThat(refusal.code()).isEqualTo(550);
            assertThat(refusal.lines()).hasSize(1);
            assertThat(client.ask("RCPT TO:<later@here.example>").toString())
                    .startsWith("450 4.4.3");
        }
    }

    @Test
    void anAddressBehindAnAliasIsQueuedOnce() {
        Destination destination = new Destination();
        Recipient one = Recipient.of(MailAddress.of("kept@here.example"));
        destination.onward(one, List.of(one.address()));
        destination.onward(
                Recipient.of(MailAddress.of("all@here.example")), List.of(one.address()));
        assertThat(destination.recipients(true, false)).containsExactly(one);
    }
}
