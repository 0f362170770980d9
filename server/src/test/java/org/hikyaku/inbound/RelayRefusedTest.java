package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.Verdicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayRefusedTest {

    @TempDir Path folder;

    @Test
    void onlyOurOwnGetMail() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            for (String to :
                    new String[] {
                        "x@elsewhere.example",
                        "\"x@elsewhere.example\"@other.example",
                        "x@[127.0.0.1]",
                        "@here.example:x@elsewhere.example",
                    }) {
                assertThat(client.ask("RCPT TO:<" + to + ">").toString())
                        .as(to)
                        .startsWith("550 5.7.1 This server does not relay");
            }
            for (String to :
                    new String[] {
                        "nobody@here.example",
                        "x%elsewhere.example@here.example",
                        "elsewhere.example!x@here.example",
                        "\"x@elsewhere.example\"@here.example",
                    }) {
                assertThat(client.ask("RCPT TO:<" + to + ">").toString())
                        .as(to)
                        .startsWith("550 5.1.1 No such mailbox");
            }
            assertThat(client.ask("DATA").code()).isEqualTo(554);
        }
    }

    @Test
    void aSenderAtAnAddressLiteralIsRefused() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            assertThat(client.ask("MAIL FROM:<a@[192.0.2.1]>").toString()).startsWith("553 5.1.8");
        }
    }

    @Test
    void postmasterAlwaysHasSomebody() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing());
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:<Postmaster>").code()).isEqualTo(250);
            assertThat(client.ask("RCPT TO:<abuse@here.example>").code()).isEqualTo(250);
        }
    }
}
