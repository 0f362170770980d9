package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.name.MailAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to a host depends on what it offers. */
final class HostWithoutExtensionsTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    private static final Envelope.Options ALL =
            new Envelope.Options(BodyType.EIGHT_BIT_MIME, true, true, "id+1");

    private static List<Recipient> recipient(String address) {
        return List.of(
                new Recipient(
                        MailAddress.of(address),
                        Set.of(Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE),
                        "rfc822;You@to.example"));
    }

    @Test
    void allOffered() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.offering("SIZE", "8BITMIME", "SMTPUTF8", "DSN");
            AttemptResult result =
                    world.send(OutboundWorld.TEXT, ALL, recipient("you@to.example"))
                            .of("you@to.example");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            AttemptResult.Delivered.class, d -> assertThat(d.reports()).isTrue());
            int size = OutboundWorld.TEXT.length();
            assertThat(host.taken().getFirst().mail())
                    .isEqualTo(
                            "<b@here.example> SIZE="
                                    + size
                                    + " BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=id+2B1");
            assertThat(host.taken().getFirst().recipients())
                    .containsExactly(
                            "<you@to.example> NOTIFY=FAILURE,SUCCESS ORCPT=rfc822;You@to.example");
        }
    }

    @Test
    void heloOnly() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("EHLO", "500 5.5.1 what?");
            AttemptResult result =
                    world.send(OutboundWorld.TEXT, ALL, recipient("you@to.example"))
                            .of("you@to.example");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            AttemptResult.Delivered.class, d -> assertThat(d.reports()).isFalse());
            assertThat(host.taken().getFirst().mail()).isEqualTo("<b@here.example>");
            assertThat(host.taken().getFirst().recipients()).containsExactly("<you@to.example>");
        }
    }

    @Test
    void anAddressBeyondAsciiNeedsSmtpUtf8() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            AttemptResult result =
                    world.send(
                                    OutboundWorld.TEXT,
                                    ALL,
                                    List.of(world.plain("\u98db\u811a@to.example")))
                            .all()
                            .iterator()
                            .next();
            assertThat(result).isInstanceOf(AttemptResult.Refused.class);
            assertThat(result.status()).hasToString("5.6.7");
            assertThat(host.commands()).noneMatch(c -> c.startsWith("MAIL"));
        }
    }

    @Test
    void tooLargeForTheHost() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.offering("SIZE 20");
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result.status()).hasToString("5.3.4");
            assertThat(host.commands()).noneMatch(c -> c.startsWith("MAIL"));
        }
    }
}
