package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail of our own for our own takes no wire. */
final class LocalDomainTest {

    @TempDir Path folder;

    @Test
    void filedWithItsReturnPath() throws IOException {
        try (OutboundWorld world = new OutboundWorld(folder, 25)) {
            OutboundWorld.Results results =
                    world.send("c@here.example", "none@here.example", "all@here.example");
            assertThat(results.of("none@here.example").status()).hasToString("5.1.1");
            AttemptResult.Filed c = (AttemptResult.Filed) results.of("c@here.example");
            assertThat(c.delivery().deliveries())
                    .extracting(t -> t.account().toString())
                    .containsExactly("c@here.example");
            assertThat(StoreFolder.text(world.store, c.delivery().blob()))
                    .isEqualTo("Return-Path: <b@here.example>\r\n" + OutboundWorld.TEXT);
            AttemptResult.Filed all = (AttemptResult.Filed) results.of("all@here.example");
            assertThat(all.delivery().deliveries())
                    .as("c has it already")
                    .extracting(t -> t.account().toString())
                    .containsExactly("b@here.example");
        }
    }
}
