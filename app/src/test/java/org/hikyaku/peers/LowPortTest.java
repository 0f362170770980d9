package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that may not listen below port 1024. */
@Tag("peer")
final class LowPortTest {

    @TempDir Path folder;

    @Test
    void itTellsBothWaysOut() {
        // A network of its own has the usual limit of 1024; the right to go below it is taken away.
        TestServer server =
                new TestServer(
                        folder.resolve("data"),
                        List.of(
                                "unshare",
                                "--net",
                                "setpriv",
                                "--bounding-set=-net_bind_service",
                                "--inh-caps=-net_bind_service"));
        server.prepare("ops.address = \"none\"");
        assertThatThrownBy(server::start)
                .hasMessageContaining("port 25 needs a right that this user does not have")
                .hasMessageContaining("AmbientCapabilities=CAP_NET_BIND_SERVICE")
                .hasMessageContaining("--port-offset 10000");
    }
}
