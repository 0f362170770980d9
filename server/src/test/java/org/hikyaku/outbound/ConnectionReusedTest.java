package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection waits a moment for the next message. */
final class ConnectionReusedTest {

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(
                folder, host.port(), "to.example MX 10 mx.to.example", "mx.to.example A 127.0.0.1");
    }

    @Test
    void aHundredMessagesThenANewOne() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            for (int i = 0; i < Connections.MAX_MESSAGES + 1; i++) {
                world.send("you@to.example");
            }
            assertThat(host.taken()).hasSize(Connections.MAX_MESSAGES + 1);
            assertThat(host.connections()).isEqualTo(2);
        }
    }

    @Test
    void oneThatHasEndedMeanwhileIsReplaced() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("MAIL", "", "421 4.4.2 you were idle", "");
            world.send("you@to.example");
            assertThat(world.send("you@to.example").of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.connections()).isEqualTo(2);
        }
    }

    /** A host within a transaction refuses the next MAIL (RFC 5321 section 4.1.4): RSET. */
    @ParameterizedTest
    @CsvSource({
        "RCPT TO:<none@, 550 5.1.1 no",
        "RCPT TO:<none@, 450 4.2.1 later",
        "MAIL, 451 4.7.1 greylisted",
        "MAIL, 550 5.7.1 not you",
        "DATA, 451 4.3.0 no room",
        "DATA, 554 5.7.1 no",
        "., 451 4.3.0 no room",
        "., 554 5.7.1 spam",
    })
    void aRefusalLeavesItUsable(String command, String answer) throws IOException {
        for (String extension : new String[] {"PIPELINING", "SIZE"}) {
            try (ScriptedHost host = ScriptedHost.start();
                    OutboundWorld world = world(host)) {
                host.offering(extension).on(command, answer, "");
                assertThat(world.send("none@to.example").of("none@to.example"))
                        .isNotInstanceOf(AttemptResult.Delivered.class);
                assertThat(world.send("you@to.example").of("you@to.example"))
                        .isInstanceOf(AttemptResult.Delivered.class);
                assertThat(host.taken()).hasSize(1);
                assertThat(host.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void overARelayForAllDomains() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world =
                        new OutboundWorld(
                                folder,
                                OutboundWorld.settings(
                                        25,
                                        new OutboundSettings.Relay("127.0.0.1", host.port())))) {
            world.send("you@one.example");
            world.send("you@two.example");
            assertThat(host.taken()).hasSize(2);
            assertThat(host.connections()).isEqualTo(1);
        }
    }
}
