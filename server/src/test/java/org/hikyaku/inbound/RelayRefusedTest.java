package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.smtpd.SmtpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayRefusedTest {

    @TempDir Path folder;

    /** That bears more errors of one session than usual. */
    private InboundServer patient() throws IOException {
        SmtpLimits usual = SmtpLimits.DEFAULT;
        return new InboundServer(
                folder,
                Verdicts.passing(),
                new SmtpLimits(100, 100, 100, usual.commandTime(), usual.dataTime(), 256));
    }

    @Test
    void onlyOurOwnGetMail() throws IOException {
        try (var server = patient();
                var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:<a@out.example>");
            for (String to :
                    new String[] {
                        "x@elsewhere.example",
                        "\"x@elsewhere.example\"@other.example",
                        "x@[127.0.0.1]",
                        "@here.example:x@elsewhere.example",
                        "@here.example,@other.example:x@elsewhere.example",
                        "x%here.example@elsewhere.example",
                        "\"b@here.example\"@elsewhere.example",
                        "b@here.example.elsewhere.example",
                        "b@sub.here.example",
                        "b@[IPv6:::1]",
                        "b@localhost",
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
                        "\"x%elsewhere.example\"@here.example",
                        "\"@elsewhere.example:x\"@here.example",
                        "@elsewhere.example:x%elsewhere.example@here.example",
                        "uucp!elsewhere.example!x@here.example",
                        "\"x@elsewhere.example> SIZE=1\"@here.example",
                    }) {
                assertThat(client.ask("RCPT TO:<" + to + ">").toString())
                        .as(to)
                        .startsWith("550 5.1.1 No such mailbox");
            }
            for (String to :
                    new String[] {
                        "",
                        "@",
                        "x",
                        "x@",
                        "@elsewhere.example",
                        "@elsewhere.example:",
                        "x@elsewhere.example@here.example",
                        "x@here.example@elsewhere.example",
                        "elsewhere.example!x",
                        "x@here.example:25",
                        "x@here.example,y@elsewhere.example",
                        "x@[127.0.0.1",
                        "x@[here.example]",
                    }) {
                assertThat(client.ask("RCPT TO:<" + to + ">").toString())
                        .as(to)
                        .matches("(501 5\\.5\\.4|553 5\\.1\\.3) .*");
            }
            assertThat(client.ask("DATA").code()).isEqualTo(554);
            assertThat(server.store.queue().size()).isZero();
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
