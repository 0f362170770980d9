package org.hikyaku.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.hikyaku.dsn.DsnReport.Action;
import org.hikyaku.dsn.DsnReport.Status;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Recipient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DsnWriterTest {

    private static final Instant NOW = Instant.parse("2026-11-04T10:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-04T05:30:09Z");
    private static final String ORIGINAL = "From: <s@here.example>\r\nSubject: hi\r\n\r\nText\r\n";
    private static final Recipient BOB = Recipient.of(MailAddress.of("bob@x.example"));

    private static Status status(Recipient recipient, @Nullable String host, String diagnostic) {
        return new Status(recipient, EnhancedCode.of("5.1.1"), host, diagnostic, "", BEFORE, null);
    }

    private static DsnReport report(Action action, @Nullable String id, Status... statuses) {
        return new DsnReport(
                DomainName.of("mx.here.example"),
                MailAddress.of("s@here.example"),
                action,
                id,
                BEFORE,
                List.of(statuses));
    }

    private static byte[] write(DsnReport report, String original, boolean headerOnly) {
        byte[] octets = original.getBytes(StandardCharsets.UTF_8);
        return DsnWriter.write(report, new DsnWriter.Returned(octets, headerOnly), NOW, "abc123");
    }

    @Test
    void aFailure() {
        Recipient bob =
                new Recipient(
                        MailAddress.of("bob@x.example"),
                        Set.of(Recipient.Notify.FAILURE),
                        "rfc822;Bob+20B+2BQ@x.example");
        String reply = "550 5.1.1 <bob@x.example> no such user here, and nobody who would know him";
        DsnReport report = report(Action.FAILED, "QQ314159", status(bob, "mx.x.example", reply));
        String text = new String(write(report, ORIGINAL, false), StandardCharsets.UTF_8);
        String people = text.replaceAll("(?s).*base64\r\n\r\n(.*?)\r\n\r\n--dsn.*", "$1");
        assertThat(text.replace(people, "PEOPLE"))
                .isEqualTo(
                        """
                        From: Mail Delivery System <mailer-daemon@mx.here.example>
                        To: <s@here.example>
                        Subject: Mail could not be delivered
                        Date: Wed, 4 Nov 2026 10:00:00 +0000
                        Message-ID: <abc123@mx.here.example>
                        Auto-Submitted: auto-replied
                        MIME-Version: 1.0
                        Content-Type: multipart/report; report-type=delivery-status;
                        \tboundary="dsn-abc123"

                        --dsn-abc123
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: base64

                        PEOPLE

                        --dsn-abc123
                        Content-Type: message/delivery-status

                        Original-Envelope-Id: QQ314159
                        Reporting-MTA: dns; mx.here.example
                        Arrival-Date: Wed, 4 Nov 2026 05:30:09 +0000

                        Original-Recipient: rfc822; Bob B+Q@x.example
                        Final-Recipient: rfc822; bob@x.example
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.x.example
                        Diagnostic-Code: smtp; 550 5.1.1 <bob@x.example> no such user here, and
                        \tnobody who would know him
                        Last-Attempt-Date: Wed, 4 Nov 2026 05:30:09 +0000

                        --dsn-abc123
                        Content-Type: message/rfc822

                        From: <s@here.example>
                        Subject: hi

                        Text

                        --dsn-abc123--
                        """
                                .replace("\n", "\r\n"));
        assertThat(decoded(people))
                .contains("could not be delivered to:\r\n\r\n  bob@x.example\r\n")
                .contains("    mx.x.example said: 550 5.1.1 <bob@x.example> no such user")
                .contains("次の宛先にメールを届けられませんでした。");
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    @Test
    void aDelay() throws IOException {
        Status late =
                new Status(
                        BOB,
                        EnhancedCode.of("4.4.1"),
                        null,
                        "nobody answers at x.example",
                        "The network of the recipient may be down.",
                        BEFORE,
                        NOW);
        List<Part> parts =
                parts(write(report(Action.DELAYED, null, late), "Subject: hi\r\n", true));
        assertThat(decoded(parts.get(0).body))
                .contains("It is tried again; you need not do anything")
                .contains("    Reason: nobody answers at x.example\r\n")
                .contains("    The network of the recipient may be down.\r\n")
                .contains("    It is tried until Wed, 4 Nov 2026 10:00:00 +0000.\r\n");
        assertThat(parts.get(1).body)
                .contains("\r\nAction: delayed\r\nStatus: 4.4.1\r\n")
                .contains("Diagnostic-Code: x-hikyaku; nobody answers")
                .contains("Will-Retry-Until: Wed, 4 Nov 2026 10:00:00 +0000\r\n")
                .doesNotContain("Remote-MTA", "Original-");
        assertThat(parts.get(2).type()).isEqualTo("text/rfc822-headers");
        assertThat(parts.get(2).body).isEqualTo("Subject: hi\r\n");
    }

    @Test
    void recipientsStandInGroupsOfTheirOwn() throws IOException {
        Recipient carol = Recipient.of(MailAddress.of("\"carol c\"@x.example"));
        DsnReport report =
                report(Action.FAILED, null, status(BOB, null, "a"), status(carol, null, "b"));
        List<Part> parts = parts(write(report, ORIGINAL, false));
        String[] groups = parts.get(1).body.split("\r\n\r\n", -1);
        assertThat(groups).hasSize(3);
        assertThat(groups[0]).startsWith("Reporting-MTA:");
        assertThat(groups[1]).contains("Final-Recipient: rfc822; bob@x.example");
        assertThat(groups[2]).contains("Final-Recipient: rfc822; \"carol c\"@x.example");
    }

    @Test
    void addressesAndHeadersBeyondAscii() throws IOException {
        Recipient gruen = Recipient.of(MailAddress.of("grün@x.example"));
        DsnReport report = report(Action.FAILED, null, status(gruen, "mx", "550 Grüße"));
        byte[] message = write(report, "Subject: Grüße\r\n\r\nä\r\n", false);
        assertThat(part(message).fields.first("content-transfer-encoding"))
                .map(HeaderField::value)
                .hasValue("8bit");
        List<Part> parts = parts(message);
        assertThat(parts.get(1).type()).isEqualTo("message/global-delivery-status");
        assertThat(parts.get(1).body)
                .contains("Final-Recipient: utf-8; grün@x.example\r\n")
                .contains("Diagnostic-Code: smtp; 550 Gr??e\r\n");
        assertThat(parts.get(2).type()).isEqualTo("message/global");
        assertThat(parts(write(report, "Subject: ä\r\n", true)).get(2).type())
                .isEqualTo("message/global-headers");
        List<Part> bodyOnly = parts(write(report, "Subject: a\r\n\r\nä\r\n", false));
        assertThat(bodyOnly.get(2).type()).isEqualTo("message/rfc822");
        assertThat(bodyOnly.get(2).fields.first("content-transfer-encoding")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 no\r\nAction: delivered",
                "550 no\r\n\r\n--dsn-abc123--\r\n",
                "550 \u0000\u001b[31m red \u202e der",
                "   ",
                "550 a      b",
            })
    void foreignWordsStayWhereTheyAre(String foreign) throws IOException {
        DsnReport report = report(Action.FAILED, foreign, status(BOB, foreign, foreign));
        List<Part> parts = parts(write(report, "", true));
        assertThat(parts).hasSize(3);
        assertThat(parts.get(1).body.split("\r\n", -1))
                .filteredOn(line -> !line.isEmpty())
                .allMatch(line -> line.matches("[A-Z][A-Za-z-]+: .*|\t\\S.*"))
                .filteredOn(line -> line.startsWith("Action:"))
                .containsExactly("Action: failed");
        assertThat(decoded(parts.get(0).body)).doesNotContain("\u001b", "\u0000", "\u202e");
    }

    @Test
    void noLineIsTooLong() {
        String endless = "\u0001".repeat(5000);
        DsnReport report = report(Action.FAILED, endless, status(BOB, endless, endless));
        String text = new String(write(report, ORIGINAL, false), StandardCharsets.UTF_8);
        assertThat(text.split("\r\n", -1)).allMatch(line -> line.length() <= 998);
        assertThat(text.replace("\r\n", "")).as("no bare CR or LF").doesNotContain("\r", "\n");
    }

    @Test
    void aReportIsAboutSomebody() {
        assertThatThrownBy(() -> report(Action.FAILED, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private record Part(HeaderBlock fields, String body) {
        String type() {
            return fields.first("content-type").map(HeaderField::value).orElse("").strip();
        }
    }

    /** Reads a message as whoever gets it would (RFC 2046 section 5.1.1). */
    private static List<Part> parts(byte[] message) throws IOException {
        Part whole = part(message);
        String type = whole.type();
        assertThat(type).startsWith("multipart/report; report-type=delivery-status;");
        String boundary = type.replaceAll("(?s).*boundary=\"([^\"]+)\".*", "$1");
        String[] pieces = ("\r\n" + whole.body).split("\r\n--" + boundary, -1);
        assertThat(pieces[0]).isEmpty();
        assertThat(pieces[pieces.length - 1]).isEqualTo("--\r\n");
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i < pieces.length - 1; i++) {
            assertThat(pieces[i]).startsWith("\r\n");
            parts.add(part(pieces[i].substring(2).getBytes(StandardCharsets.UTF_8)));
        }
        return parts;
    }

    private static Part part(byte[] octets) throws IOException {
        List<HeaderBlock> headers = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        MessageSink sink =
                new MessageSink() {
                    @Override
                    public void header(HeaderBlock header) {
                        headers.add(header);
                    }

                    @Override
                    public void body(byte[] piece, int offset, int length) {
                        body.write(piece, offset, length);
                    }
                };
        MessageScanner scanner = new MessageScanner(List.of(sink));
        scanner.feed(octets, 0, octets.length);
        scanner.end();
        return new Part(headers.getFirst(), body.toString(StandardCharsets.UTF_8));
    }
}
