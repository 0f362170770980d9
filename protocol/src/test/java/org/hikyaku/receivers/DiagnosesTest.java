package org.hikyaku.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies as the receivers word them, and what they are taken for. */
final class DiagnosesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.7.25 | [192.0.2.1] The IP address sending this message does not have a PTR record setup | no PTR record",
                "421 | 4.7.0 | Your IP does not have a reverse DNS record | no PTR record",
                "550 | 5.7.1 | does not meet IPv6 sending guidelines regarding PTR records and authentication | over IPv6",
                "451 | 4.7.24 | the SPF record of the sending domain has one or more suspicious entries | lets in too much",
                "550 | 5.7.26 | The MAIL FROM domain [a.example] has an SPF record with a hard fail policy (-all) but it fails to pass SPF checks | ends in -all",
                "550 | 5.7.26 | Unauthenticated email from a.example is not accepted due to domain's DMARC policy | DMARC policy",
                "550 | 5.7.26 | Your email has been blocked because the sender is unauthenticated. | neither SPF nor DKIM passes",
                "421 | 4.7.26 | unauthenticated because of a temporary DNS error | could not look up",
                "421 | 4.7.27 | rate limited because SPF authentication didn't pass | SPF does not pass",
                "421 | 4.7.28 | Gmail has detected an unusual rate of mail originating from your SPF domain | too much mail",
                "550 | 5.7.29 | not sent over a TLS connection | not encrypted",
                "421 | 4.7.0 | TLS required for RCPT domain, closing connection. | not encrypted",
                "550 | 5.7.30 | blocked because DKIM authentication didn't pass | no DKIM signature",
                "421 | 4.7.40 | the sending domain doesn't have a DMARC record | no DMARC record",
                "421 | 4.7.32 | From: header isn't aligned with either the authenticated SPF or DKIM organizational domain | proves the domain of From",
                "421 | 4.7.0 | the very low reputation of the sending domain | bad name",
                "550 | 5.7.1 | not authorized to send email directly to our servers | homes or dynamic",
                "550 | 5.7.1 | This message is not RFC 5322 compliant. There are multiple Subject headers. | RFC 5322",
                "552 | 5.7.0 | blocked because its content presents a potential security issue | attachment",
                "550 | 5.7.1 | This message violates a.example email policy. - gcdp x - gsmtp | administrator",
                "552 | 5.2.2 | The recipient's inbox is out of storage space and inactive | is full",
                "421 | 4.7.0 | Try again later, closing connection. | busy",
                "550 | 5.7.515 | Access denied, sending domain A.EXAMPLE does not meet the required authentication level. Spf= Fail , Dkim= Pass , DMARC= Pass | the reply says which",
                "451 | 4.7.650 | The mail server [192.0.2.25] has been temporarily rate limited due to IP reputation. (S775) | slows this address",
                "550 | 5.7.1 | Unfortunately, messages from [192.0.2.1] weren't sent. part of their network is on our block list (S3140) | Microsoft's block list",
                "550 | 5.7.606 | Access denied, banned sending IP [192.0.2.1] | banned",
                "550 | 5.7.509 | sending domain a.example does not pass DMARC verification and has a DMARC policy of reject | DMARC policy",
                "450 | 4.7.323 | tlsa-invalid: The domain failed DANE validation | TLS, MTA-STS, DANE",
                "550 | 5.7.9 | This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate | not authenticated",
                "421 | 4.7.0 | [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1 | complaints",
                "553 | 5.7.2 | [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed | takes nothing",
                "553 | 5.7.1 | [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list | list of Spamhaus",
                "450 | 4.2.0 | Recipient address rejected: Greylisted, see http://postgrey | second try"
            })
    void replies(int code, String status, String text, String cause) {
        Diagnosis diagnosis = Diagnoses.explain(Reply.of(code, status, text)).orElseThrow();
        assertThat(diagnosis.cause()).contains(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.7.27 | go away",
                "5.7.25 | your server is not polite",
                "5.1.1 | SPF of the recipient",
                "2.0.0 | OK",
                "'' | 550 5.7.27 no"
            })
    void aCodeAloneNeverDecides(String status, String text) {
        assertThat(Diagnoses.explain(status, text)).isEmpty();
    }

    @Test
    void codesThatStandWithinTheTextOfABounceAreSeenThrough() {
        String text =
                "550-5.7.25 [192.0.2.1] The IP address sending this message does not have a\r\n"
                        + "    550-5.7.25 PTR\r\n    550 5.7.25 record setup - gsmtp";
        assertThat(Diagnoses.explain("", text).orElseThrow().cause()).contains("no PTR record");
    }

    @ParameterizedTest
    @EnumSource(KnownReply.class)
    void hasTextsForAPerson(KnownReply known) throws IOException {
        for (String file : new String[] {"Diagnoses.properties", "Diagnoses_ja.properties"}) {
            try (var in = Diagnoses.class.getResourceAsStream(file)) {
                String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                for (String key : new String[] {".cause=", ".fix="}) {
                    String text = all.split("(?m)^" + known + key, -1)[1].lines().findFirst().get();
                    assertThat(text).doesNotEndWith(".").doesNotEndWith("。").isNotBlank();
                }
            }
        }
    }

    /** Bounces of real life; what a Google, Yahoo or Microsoft server said is in each. */
    @ParameterizedTest
    @CsvSource({
        "rhost-google-02.eml, no such account",
        "rhost-google-03.eml, ends in -all",
        "rhost-google-04.eml, neither SPF nor DKIM passes",
        "rhost-google-05.eml, is full",
        "rhost-google-06.eml, no PTR record",
        "rhost-google-07.eml, not used any more",
        "rhost-google-08.eml, RFC 5322",
        "rhost-microsoft-03.eml, no such mailbox",
        "rhost-microsoft-05.eml, slows this address",
        "rhost-yahooinc-03.eml, no such account"
    })
    void bouncesOfTheCorpus(String file, String cause) throws IOException {
        Optional<Path> path = Corpora.find("bounces/sisimai/maildir/bsd/" + file);
        if (path.isEmpty()) {
            return;
        }
        String mail = Files.readString(path.get(), StandardCharsets.ISO_8859_1);
        String from = mail.substring(mail.indexOf("Diagnostic-Code:"));
        String diagnostic = from.split("\r?\n(?![ \t])", 2)[0];
        assertThat(Diagnoses.explain("", diagnostic).orElseThrow().cause()).contains(cause);
    }
}
