package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hikyaku.fakes.Verdicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForgedResultsTest {

    @TempDir Path folder;

    @Test
    void whatClaimsToBeOursGoesAndTheRestStays() throws IOException {
        String message =
                """
                Authentication-Results: mx.here.example; dkim=pass (forged)
                AUTHENTICATION-results : (a) "MX.Here.Example" 1; spf=pass (forged)
                Authentication-Results:
                 mx.here.example.; spf=pass (forged)
                Authentication-Results: "mx.\\here.example"; spf=pass (forged)
                Authentication-Results: (mx.other.example;) mx.here.example; spf=pass (forged)
                Authentication-Results: =?utf-8?q?mx=2Ehere=2Eexample?=; spf=pass (forged)
                Authentication-Results: mx.here.example/job; spf=pass (forged)
                Authentication-Results: mx.he\u0000re.example; spf=pass (forged)
                Authentication-Results: mx.other.example; spf=pass (theirs)
                X-Authentication-Results: mx.here.example; spf=pass (theirs)
                Return-Path: <forged@out.example>
                From: a@out.example

                Authentication-Results: mx.here.example; in the body (theirs)
                """;
        try (var server = new InboundServer(folder, Verdicts.passing())) {
            assertThat(server.send("b@here.example", message).code()).isEqualTo(250);
            String text = server.text(server.mailbox("b@here.example", null).getFirst());
            assertThat(text)
                    .doesNotContain("forged")
                    .startsWith("Return-Path: <a@out.example>\r\n");
            assertThat(text.split("\\(theirs\\)", -1)).hasSize(4);
        }
    }
}
