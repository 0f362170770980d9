package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hikyaku.dkim.DkimResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Postfix with our milter on a UNIX socket, protocol 6. */
@Tag("peer")
final class PostfixMilterTest extends MilterPeerCases {

    private static MailSink sink;
    private static FilteredPostfix mta;
    private static MilterWorld world;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createTempDirectory("hikyaku-milter");
        sink = new MailSink();
        mta = new FilteredPostfix(folder, 6, sink.port());
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

    @Test
    void whatAProgramOnThisHostSendsIsSigned() {
        mta.submit(
                "alice@here.example",
                "From: alice@here.example\nTo: bob@out.example\nSubject: local\n\nHello\n",
                "bob@out.example");
        assertThat(world.signatures(sink.await("local", mta::log)))
                .hasSize(2)
                .allMatch(DkimResult::passed);
    }

    @Test
    void whatPostfixTellsASenderIsSigned() {
        mta.submit(
                "alice@here.example",
                "From: alice@here.example\nTo: nobody@out.example\nSubject: lost\n\nHello\n",
                "nobody@out.example");
        MailSink.Taken told = sink.await("Undelivered Mail Returned to Sender", mta::log);
        assertThat(told.from()).startsWith("<>");
        assertThat(world.signatures(told)).as(told.head()).hasSize(2).allMatch(DkimResult::passed);
    }
}
