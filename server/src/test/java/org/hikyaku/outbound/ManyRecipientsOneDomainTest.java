package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.IntStream;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 5321 section 4.5.3.1.8 and 4.5.3.1.10: 100 for each transaction, fewer where the host wants.
 */
final class ManyRecipientsOneDomainTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    private static String[] recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r" + i + "@to.example")
                .toArray(String[]::new);
    }

    @Test
    void aHundredEach() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            Collection<AttemptResult> results = world.send(recipients(250)).all();
            assertThat(results).hasSize(250).allMatch(AttemptResult.Delivered.class::isInstance);
            assertThat(host.taken())
                    .extracting(t -> t.recipients().size())
                    .containsExactly(100, 100, 50);
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void theHostTakesThreeAtATime() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            String[] replies = new String[8];
            for (int i = 0; i < 8; i++) {
                replies[i] = i < 3 || i == 7 ? "" : "452 4.5.3 too many recipients";
            }
            host.on("RCPT", replies);
            assertThat(world.send(recipients(7)).all())
                    .hasSize(7)
                    .allMatch(AttemptResult.Delivered.class::isInstance);
            assertThat(host.taken()).extracting(t -> t.recipients().size()).containsExactly(3, 4);
        }
    }

    @Test
    void theHostTakesNobodyAnyMore() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("RCPT", "452 4.5.3 too many recipients");
            assertThat(world.send(recipients(3)).all())
                    .allMatch(AttemptResult.Deferred.class::isInstance);
        }
    }
}
