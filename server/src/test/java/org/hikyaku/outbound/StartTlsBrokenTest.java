package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.ops.Event;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 7435 section 3: in clear rather than not at all. */
final class StartTlsBrokenTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    @Test
    void itWorks() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host)) {
            world.send("you@to.example");
            assertThat(host.taken()).singleElement().matches(ScriptedHost.Taken::tls);
            assertThat(world.events.of(Event.MessageOut.class).getFirst().tls())
                    .startsWith("TLSv1.3 ")
                    .doesNotContain("verified");
        }
    }

    @Test
    void refusedAfterAll() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host)) {
            host.on("STARTTLS", "454 4.7.0 not now");
            expectClear(host, world);
        }
    }

    @Test
    void theConnectionEnds() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host)) {
            host.on("STARTTLS", ScriptedHost.CLOSE);
            expectClear(host, world);
        }
    }

    @Test
    void theHandshakeFails() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.offering("PIPELINING", "STARTTLS").on("STARTTLS", "220 2.0.0 go");
            expectClear(host, world);
        }
    }

    @Test
    void octetsBeforeTheHandshake() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host)) {
            host.on("STARTTLS", "220 2.0.0 go\r\n250 injected");
            expectClear(host, world);
        }
    }

    private static void expectClear(ScriptedHost host, OutboundWorld world) {
        assertThat(world.send("you@to.example").of("you@to.example"))
                .isInstanceOf(AttemptResult.Delivered.class);
        assertThat(host.taken()).singleElement().matches(t -> !t.tls());
        assertThat(world.events.of(Event.MessageOut.class).getFirst().tls()).isEqualTo("none");
        assertThat(world.events.of(Event.Trouble.class)).hasSize(1);
    }
}
