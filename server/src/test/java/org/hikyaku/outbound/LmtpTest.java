package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.store.Domains.LocalDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 2033: mail for a domain of ours goes on to the server that keeps its mailboxes. */
final class LmtpTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        Place place = new Place.Lmtp(new StreamAddress("127.0.0.1:" + host.port()));
        DeliverySettings delivery =
                new DeliverySettings(
                        new Place.Own(),
                        Map.of(DomainName.of("kept.example"), place),
                        DeliverySettings.Known.CALLOUT,
                        "");
        OutboundWorld world = new OutboundWorld(folder, OutboundWorld.settings(25, null), delivery);
        world.store.domains().add(new LocalDomain(DomainName.of("kept.example"), null));
        return world;
    }

    @Test
    void eachRecipientHasAReply() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().speakingLmtp();
                OutboundWorld world = world(host)) {
            host.on(".<full@", "452 4.2.2 full").on(".<gone@", "550 5.1.1 gone");
            host.on("RCPT TO:<none@", "550 5.1.1 nobody");
            var results =
                    world.send(
                            "a@kept.example",
                            "none@kept.example",
                            "full@kept.example",
                            "gone@kept.example",
                            "b@kept.example");
            assertThat(results.of("a@kept.example")).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(results.of("b@kept.example")).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(results.of("none@kept.example")).isInstanceOf(AttemptResult.Refused.class);
            assertThat(results.of("full@kept.example")).isInstanceOf(AttemptResult.Deferred.class);
            assertThat(results.of("gone@kept.example")).isInstanceOf(AttemptResult.Refused.class);
            assertThat(host.commands()).contains("LHLO mx.here.example");
            assertThat(host.taken()).hasSize(2).allMatch(t -> t.data().equals(OutboundWorld.TEXT));
        }
    }

    @Test
    void aConnectionThatEndsAmongTheRepliesLeavesTheRestInDoubt() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().speakingLmtp();
                OutboundWorld world = world(host)) {
            host.on(".<b@", ScriptedHost.CLOSE);
            var results = world.send("a@kept.example", "b@kept.example", "c@kept.example");
            assertThat(results.of("a@kept.example")).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(results.of("b@kept.example").text()).endsWith("after the message was sent");
            assertThat(results.of("c@kept.example").text()).endsWith("after the message was sent");
            assertThat(host.taken()).hasSize(1);
        }
    }

    @Test
    void nobodyTakenAndYetWaitedFor() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().speakingLmtp();
                OutboundWorld world = world(host)) {
            host.on("RCPT", "550 5.1.1 nobody").on("DATA", "354 go");
            assertThat(world.send("a@kept.example").of("a@kept.example"))
                    .isInstanceOf(AttemptResult.Refused.class);
            assertThat(host.taken()).isEmpty();
        }
    }

    @Test
    void otherDomainsOfOursKeepTheirMailboxes() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().speakingLmtp();
                OutboundWorld world = world(host)) {
            assertThat(world.send("b@here.example").of("b@here.example"))
                    .isInstanceOf(AttemptResult.Filed.class);
            assertThat(host.commands()).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().speakingLmtp();
                OutboundWorld world = world(host)) {
            host.close();
            assertThat(world.send("a@kept.example").of("a@kept.example"))
                    .isInstanceOf(AttemptResult.Unreachable.class);
        }
    }

    @Test
    void whichTargetsThereAre() {
        assertThat(StreamAddress.parse("unix:/run/dovecot/lmtp")).isPresent();
        assertThat(StreamAddress.parse("[::1]:24")).isPresent();
        for (String wrong :
                new String[] {"", "unix:run", "host", "host:0", "host:70000", "a b:24"}) {
            assertThat(StreamAddress.parse(wrong)).as(wrong).isEqualTo(Optional.empty());
        }
    }
}
