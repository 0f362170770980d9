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

    /** RFC 6531 section 3.5; who needs nothing beyond ASCII gets the message all the same. */
    @Test
    void onlyWhoNeedsSmtpUtf8IsRefused() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            OutboundWorld.Results results =
                    world.send(
                            OutboundWorld.TEXT,
                            ALL,
                            List.of(
                                    world.plain("\u98db\u811a@to.example"),
                                    world.plain("you@to.example")));
            assertThat(results.of("\u98db\u811a@to.example").status()).hasToString("5.6.7");
            assertThat(results.of("you@to.example")).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.taken().getFirst().mail()).doesNotContain("SMTPUTF8");
        }
    }

    @Test
    void aHeaderBeyondAsciiNeedsItToo() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            String header = "From: b@here.example\r\nSubject: \u98db\u811a\r\n\r\nx\r\n";
            String body = "From: b@here.example\r\nSubject: x\r\n\r\n\u98db\u811a\r\n";
            List<Recipient> you = List.of(world.plain("you@to.example"));
            assertThat(world.send(header, ALL, you).of("you@to.example").status())
                    .hasToString("5.6.7");
            assertThat(world.send(body, ALL, you).of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.taken()).hasSize(1);
        }
    }

    /** RFC 6533 section 3: an original recipient beyond ASCII has a form that is ASCII. */
    @Test
    void theOriginalRecipientAsAscii() throws IOException {
        for (boolean utf8 : new boolean[] {true, false}) {
            try (ScriptedHost host = ScriptedHost.start();
                    OutboundWorld world = world(host)) {
                host.offering("DSN", utf8 ? "SMTPUTF8" : "X-NONE");
                Recipient you =
                        new Recipient(
                                MailAddress.of("you@to.example"),
                                Set.of(),
                                "utf-8;\u98db+you@to.example");
                world.send(OutboundWorld.TEXT, ALL, List.of(you));
                assertThat(host.taken().getFirst().recipients())
                        .containsExactly(
                                "<you@to.example> ORCPT=utf-8;"
                                        + (utf8 ? "\u98db" : "\\x{98DB}")
                                        + "+you@to.example");
            }
        }
    }

    /** RFC 6152 section 3 is deviated from: see {@code Transfer}. */
    @Test
    void eightBitsGoAsTheyAre() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.offering("PIPELINING");
            String text = OutboundWorld.TEXT + "\u98db\u811a\r\n";
            Envelope.Options eight =
                    new Envelope.Options(BodyType.EIGHT_BIT_MIME, false, false, null);
            assertThat(
                            world.send(text, eight, List.of(world.plain("you@to.example")))
                                    .of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.taken().getFirst().mail()).isEqualTo("<b@here.example>");
            assertThat(host.taken().getFirst().data()).isEqualTo(text);
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
