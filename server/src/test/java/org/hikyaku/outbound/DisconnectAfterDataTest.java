package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole message was sent, and nobody knows what became of it: it is tried again, and may arrive
 * twice (RFC 1047).
 */
final class DisconnectAfterDataTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    @Test
    void triedAgainLaterAndNotAtOnce() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on(ScriptedHost.END_OF_DATA, ScriptedHost.CLOSE);
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
            assertThat(result.text())
                    .isEqualTo("the host closed the connection, after the message was sent");
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void beforeTheMessageItIsAPlainFailure() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("DATA", ScriptedHost.CLOSE);
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result.text()).isEqualTo("the host closed the connection");
        }
    }

    @Test
    void whatIsNoReplyEndsTheConnection() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("EHLO", "HTTP/1.1 400 Bad Request");
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
            assertThat(result.text()).contains("is no reply");
        }
    }
}
