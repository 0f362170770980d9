package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dsn.DsnReader;
import org.hikyaku.dsn.MalformedDsnException;
import org.hikyaku.dsn.ReceivedDsn;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.store.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NOTIFY=SUCCESS on port 25 (RFC 3461 section 5.2.3). */
final class SenderToldOfSuccessTest {

    @TempDir Path folder;

    private static List<Queue.Message> send(InboundServer server, String mail, String... rcpts)
            throws IOException {
        try (var client = server.connect()) {
            client.hello();
            client.ask("MAIL FROM:" + mail);
            for (String rcpt : rcpts) {
                client.ask("RCPT TO:" + rcpt);
            }
            client.ask("DATA");
            assertThat(client.ask("From: a@out.example\r\nSubject: s\r\n\r\nx\r\n.").code())
                    .isEqualTo(250);
        }
        return server.store.queue().list(0, 10);
    }

    @Test
    void whoAskedIsTold() throws IOException, MalformedDsnException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            List<Queue.Message> queued =
                    send(
                            server,
                            "<a@out.example> RET=FULL ENVID=id+2B1",
                            "<all@here.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Old@x.example",
                            "<c@here.example> NOTIFY=FAILURE",
                            "<b+tag@here.example>");
            assertThat(queued).hasSize(1);
            assertThat(queued.getFirst().from().isNull()).isTrue();
            assertThat(queued.getFirst().entries())
                    .extracting(e -> e.recipient().address().toString())
                    .containsExactly("a@out.example");
            String text = StoreFolder.text(server.store, queued.getFirst().blob());
            ReceivedDsn dsn = DsnReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(dsn.envelopeId()).isEqualTo("id+1");
            assertThat(dsn.recipients())
                    .singleElement()
                    .satisfies(
                            r -> {
                                assertThat(r.action()).isEqualTo("delivered");
                                assertThat(r.status()).hasToString("Optional[2.1.5]");
                                assertThat(r.finalRecipient().value())
                                        .isEqualTo("all@here.example");
                                assertThat(r.originalRecipient())
                                        .isEqualTo(
                                                new ReceivedDsn.Typed("rfc822", "Old@x.example"));
                            });
            assertThat(text).as("RFC 3461 section 4.3: the header").doesNotContain("\r\n\r\nx\r\n");
        }
    }

    /** Whom a stranger names gets nothing from us. */
    @ParameterizedTest
    @CsvSource({"FAIL", "SOFTFAIL", "NEUTRAL", "NONE", "TEMPERROR", "PERMERROR"})
    void nobodyElseIs(SpfResult.Code spf) throws IOException {
        AuthVerdict verdict =
                Verdicts.of(
                        spf,
                        List.of(Verdicts.dkim(DkimResult.Code.PASS)),
                        DmarcVerdict.Code.PASS,
                        DmarcVerdict.Policy.REJECT);
        try (var server = new InboundServer(folder, verdict)) {
            assertThat(send(server, "<a@out.example>", "<b@here.example> NOTIFY=SUCCESS"))
                    .isEmpty();
        }
    }

    @Test
    void norAReportNorWhoDidNotAsk() throws IOException {
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            assertThat(send(server, "<>", "<b@here.example> NOTIFY=SUCCESS")).isEmpty();
            assertThat(send(server, "<a@out.example>", "<b@here.example>")).isEmpty();
            assertThat(send(server, "<a@out.example>", "<b@here.example> NOTIFY=NEVER")).isEmpty();
        }
    }
}
