package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.ops.Event;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each recipient has a result of its own. */
final class SomeRecipientsRefusedTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    private static void expect(OutboundWorld.Results results) {
        assertThat(results.of("good@to.example")).isInstanceOf(AttemptResult.Delivered.class);
        assertThat(results.of("none@to.example"))
                .isEqualTo(
                        new AttemptResult.Refused(
                                "mx.to.example",
                                org.hikyaku.smtp.EnhancedCode.of("5.1.1"),
                                "550 5.1.1 no such mailbox"));
        assertThat(results.of("full@to.example")).isInstanceOf(AttemptResult.Deferred.class);
        assertThat(results.of("full@to.example").status()).hasToString("4.2.2");
    }

    private static void script(ScriptedHost host) {
        host.on("RCPT TO:<none@", "550 5.1.1 no such mailbox");
        host.on("RCPT TO:<full@", "452 4.2.2 full");
    }

    @Test
    void inOnePiece() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            script(host);
            expect(world.send("none@to.example", "good@to.example", "full@to.example"));
            assertThat(host.taken())
                    .singleElement()
                    .satisfies(
                            t -> {
                                assertThat(t.recipients()).containsExactly("<good@to.example>");
                                assertThat(t.data()).isEqualTo(OutboundWorld.TEXT);
                            });
            assertThat(world.events.of(Event.MessageOut.class))
                    .extracting(Event.MessageOut::outcome)
                    .containsExactlyInAnyOrder("bounced", "delivered", "deferred");
        }
    }

    @Test
    void oneByOne() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.offering("8BITMIME");
            script(host);
            expect(world.send("none@to.example", "good@to.example", "full@to.example"));
            assertThat(host.taken()).hasSize(1);
        }
    }

    @Test
    void allRefusedAndStillWaitedFor() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("RCPT", "550 5.1.1 no");
            host.on("DATA", "354 whatever");
            host.on(ScriptedHost.END_OF_DATA, "554 5.5.1 nobody");
            assertThat(world.send("a@to.example", "b@to.example").all())
                    .allMatch(AttemptResult.Refused.class::isInstance);
            assertThat(host.taken()).isEmpty();
        }
    }

    @Test
    void theSenderIsRefused() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("MAIL", "550 5.7.1 not from you");
            host.on("RCPT", "503 5.5.1 MAIL first");
            host.on("DATA", "503 5.5.1 MAIL first");
            assertThat(world.send("a@to.example").of("a@to.example").text())
                    .isEqualTo("550 5.7.1 not from you");
        }
    }

    @Test
    void theMessageIsRefused() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on(ScriptedHost.END_OF_DATA, "550 5.7.26 unauthenticated");
            assertThat(world.send("a@to.example", "b@to.example").all())
                    .extracting(r -> r.status().toString())
                    .containsExactly("5.7.26", "5.7.26");
        }
    }
}
