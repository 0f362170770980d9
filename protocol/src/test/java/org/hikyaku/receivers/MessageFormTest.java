package org.hikyaku.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import org.hikyaku.message.HeaderBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageFormTest {

    private static HeaderBlock header(String fields) {
        return HeaderBlock.parse(fields.replace(" / ", "\r\n") + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: You <you@a.example> / Message-ID: <1@a.example>",
                "FROM: you@a.example / MESSAGE-ID: <1@a.example> / Subject: x / Received: a / Received: b",
                "From: you@a.example / To: a@b.example, c@b.example / message-id: 1 / DKIM-Signature: x / DKIM-Signature: y"
            })
    void whatIsInOrder(String fields) {
        assertThat(MessageForm.problem(header(fields))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Message-ID: <1@a.example> | missing a valid address in the From: header",
                "From: nobody / Message-ID: <1@a.example> | missing a valid address in the From: header",
                "From: a@a.example, b@a.example / Message-ID: <1@a.example> | multiple addresses in the From: header",
                "From: a@a.example / From: b@a.example / Message-ID: <1@a.example> | multiple From headers",
                "From: a@a.example | missing a valid Message-ID header",
                "From: a@a.example / Message-ID: | missing a valid Message-ID header",
                "From: a@a.example / Message-ID: <1@x> / Message-ID: <2@x> | multiple Message-ID headers",
                "From: a@a.example / Message-ID: <1@x> / Subject: a / subject: b | multiple Subject headers",
                "From: a@a.example / Message-ID: <1@x> / To: a@x.example / To: b@x.example | multiple To headers"
            })
    void whatIsRefused(String fields, String words) {
        assertThat(MessageForm.problem(header(fields)).orElseThrow()).contains(words);
    }

    @Test
    void anIdentifierLongerThanGmailReadsIsNone() {
        String id = "<" + "a".repeat(500) + "@x.example>";
        assertThat(MessageForm.problem(header("From: a@a.example / Message-ID: " + id)))
                .isPresent();
    }
}
