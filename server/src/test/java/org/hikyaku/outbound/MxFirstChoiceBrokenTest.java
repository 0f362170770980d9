package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.ops.Event;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 5321 section 5.1: the next host is tried. */
final class MxFirstChoiceBrokenTest {

    @TempDir Path folder;

    private static final String[] ZONE = {
        "to.example MX 10 first.example",
        "to.example MX 20 second.example",
        "first.example A 127.0.0.2",
        "second.example A 127.0.0.1"
    };

    @Test
    void nobodyListens() throws IOException {
        try (ScriptedHost second = ScriptedHost.start();
                OutboundWorld world = new OutboundWorld(folder, second.port(), ZONE)) {
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(result.host()).isEqualTo("second.example");
            assertThat(second.taken()).hasSize(1);
            Event.MessageOut out = world.events.of(Event.MessageOut.class).getFirst();
            assertThat(out.host()).isEqualTo("second.example");
            assertThat(out.outcome()).isEqualTo("delivered");
            assertThat(out.reply()).isEqualTo("250 2.0.0 taken");
        }
    }

    @Test
    void theGreetingRefuses() throws IOException {
        try (ScriptedHost second = ScriptedHost.start();
                ScriptedHost first = ScriptedHost.start("127.0.0.2", second.port());
                OutboundWorld world = new OutboundWorld(folder, second.port(), ZONE)) {
            first.on(ScriptedHost.GREETING, "554 5.3.2 closed for today");
            assertThat(world.send("you@to.example").of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
        }
    }

    @Test
    void theFirstSays421AndTheSecondRefusesAtTheGreeting() throws IOException {
        try (ScriptedHost second = ScriptedHost.start();
                ScriptedHost first = ScriptedHost.start("127.0.0.2", second.port());
                OutboundWorld world = new OutboundWorld(folder, second.port(), ZONE)) {
            first.on("MAIL", "421 4.3.2 going down");
            second.on(ScriptedHost.GREETING, "554 5.7.1 not for you");
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result)
                    .as("the first may take it later")
                    .isInstanceOf(AttemptResult.Deferred.class);
            assertThat(result.text()).isEqualTo("421 4.3.2 going down");
        }
    }

    @Test
    void allRefuseAtTheGreeting() throws IOException {
        try (ScriptedHost second = ScriptedHost.start();
                ScriptedHost first = ScriptedHost.start("127.0.0.2", second.port());
                OutboundWorld world = new OutboundWorld(folder, second.port(), ZONE)) {
            first.on(ScriptedHost.GREETING, "554 5.7.1 not for you");
            second.on(ScriptedHost.GREETING, "554 5.7.1 not for you");
            assertThat(world.send("you@to.example").of("you@to.example"))
                    .isInstanceOf(AttemptResult.Refused.class);
        }
    }

    @Test
    void nobodyAnywhere() throws IOException {
        int port;
        try (ScriptedHost gone = ScriptedHost.start()) {
            port = gone.port();
        }
        try (OutboundWorld world = new OutboundWorld(folder, port, ZONE)) {
            AttemptResult result = world.send("you@to.example").of("you@to.example");
            assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
            assertThat(result.text()).contains("127.0.0.2: ").contains("127.0.0.1: ");
        }
    }
}
