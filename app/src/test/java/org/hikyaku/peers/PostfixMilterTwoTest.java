package org.hikyaku.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Postfix with our milter on a port, protocol 2, which old how-tos set. */
@Tag("peer")
final class PostfixMilterTwoTest extends MilterPeerCases {

    private static MailSink sink;
    private static FilteredPostfix mta;
    private static MilterWorld world;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory("hikyaku-milter");
        sink = new MailSink();
        mta = new FilteredPostfix(folder, 2, sink.port());
        world = new MilterWorld(folder, mta.milter());
        mta.start();
    }

    @AfterAll
    static void stop() {
        mta.close();
        world.close();
        sink.close();
    }

    @Override
    FilteredMta mta() {
        return mta;
    }

    @Override
    MilterWorld world() {
        return world;
    }

    @Override
    MailSink sink() {
        return sink;
    }
}
