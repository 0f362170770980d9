package org.hikyaku.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.dsn.ReceivedDsn.Status;
import org.hikyaku.dsn.ReceivedDsn.Typed;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of our own read back, and those of others. */
final class DsnReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static ReceivedDsn read(String text) throws MalformedDsnException {
        return DsnReader.read(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String report(String head, String fields) {
        return head + "\n\n--b\nContent-Type: message/delivery-status\n\n" + fields + "\n--b--\n";
    }

    private static final String HEAD = "Content-Type: multipart/report; boundary=b";

    @ParameterizedTest
    @EnumSource
    void ourOwnReadBack(DsnReport.Action action) throws MalformedDsnException {
        DsnReport.Status status =
                new DsnReport.Status(
                        new Recipient(
                                MailAddress.of("grün@x.example"),
                                Set.of(Recipient.Notify.FAILURE),
                                "rfc822;B+2Bb@x.example"),
                        EnhancedCode.of("5.7.26"),
                        "mx.x.example",
                        "550 5.7.26 " + "unauthenticated ".repeat(20).strip(),
                        "",
                        NOW,
                        NOW.plusSeconds(3600));
        DsnReport report =
                new DsnReport(
                        DomainName.of("mx.here.example"),
                        MailAddress.of("s@here.example"),
                        action,
                        "id 1",
                        NOW,
                        List.of(status));
        byte[] original =
                "Message-ID: <1@here.example>\r\n\r\n--dsn-t--\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        ReceivedDsn dsn =
                DsnReader.read(
                        DsnWriter.write(
                                report, new DsnWriter.Returned(original, false), NOW, "token"));
        assertThat(dsn.reportingMta()).isEqualTo(new Typed("dns", "mx.here.example"));
        assertThat(dsn.envelopeId()).isEqualTo("id 1");
        assertThat(dsn.arrival()).isEqualTo("Tue, 24 Nov 2026 10:00:00 +0000");
        assertThat(dsn.returned().first("message-id"))
                .map(HeaderField::value)
                .hasValue("<1@here.example>");
        assertThat(dsn.recipients())
                .containsExactly(
                        new Status(
                                new Typed("utf-8", "grün@x.example"),
                                new Typed("rfc822", "B+b@x.example"),
                                action.text(),
                                Optional.of(EnhancedCode.of("5.7.26")),
                                new Typed("dns", "mx.x.example"),
                                new Typed("smtp", status.diagnostic()),
                                "Tue, 24 Nov 2026 10:00:00 +0000",
                                "Tue, 24 Nov 2026 11:00:00 +0000"));
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, 5.1.1",
        "5.0.0 (permanent failure), 5.0.0",
        "4.0.0(comment), 4.0.0",
        "'  5.7.26  ', 5.7.26",
        "5, ''",
        "3.1.1, ''",
        "5.1, ''",
        "none, ''",
    })
    void statusWithAndWithoutComments(String text, String code) throws MalformedDsnException {
        ReceivedDsn dsn = read(report(HEAD, "Final-Recipient: rfc822;a@b\nStatus: " + text));
        assertThat(dsn.recipients().getFirst().status().map(EnhancedCode::toString).orElse(""))
                .isEqualTo(code);
    }

    @Test
    void partsInBase64AndQuotedPrintable() throws MalformedDsnException {
        String fields =
                java.util.Base64.getMimeEncoder()
                        .encodeToString(
                                "Final-Recipient: utf-8; é@b\n".getBytes(StandardCharsets.UTF_8));
        ReceivedDsn dsn =
                read(
                        HEAD
                                + "\n\n--b\nContent-Type: message/global-delivery-status\n"
                                + "Content-Transfer-Encoding: base64\n\n"
                                + fields
                                + "\n--b\nContent-Type: message/global-headers\n"
                                + "Content-Transfer-Encoding: quoted-printable\n\n"
                                + "Subject: =C3=A9=\n=3D\n--b--\n");
        assertThat(dsn.recipients().getFirst().finalRecipient())
                .isEqualTo(new Typed("utf-8", "é@b"));
        assertThat(dsn.returned().first("subject").map(HeaderField::value)).hasValue("é=");
    }

    @Test
    void cutOffInTheMiddle() throws MalformedDsnException {
        String whole = report(HEAD, "Reporting-MTA: dns; m\n\nFinal-Recipient: rfc822;a@b");
        assertThat(read(whole.substring(0, whole.indexOf("\n--b--"))).recipients()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Subject: hi\n\nNo report at all\n",
                "Content-Type: multipart/report\n\n--b\n\nno boundary\n",
                "Content-Type: multipart/report; boundary=\"\"\n\n--\n\n",
                "Content-Type: multipart/report; boundary=b\n\n--c\nContent-Type:"
                        + " message/delivery-status\n\nFinal-Recipient: rfc822;a@b\n",
                "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type:"
                        + " message/delivery-status\n\nReporting-MTA: dns; m\n--b--\n",
            })
    void noReport(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedDsnException.class);
    }

    @Test
    void aboutTooMany() {
        String many = "Final-Recipient: rfc822;a@b\n\n".repeat(DsnReader.MAX_RECIPIENTS + 1);
        assertThatThrownBy(() -> read(report(HEAD, many)))
                .isInstanceOf(MalformedDsnException.class);
    }

    @Test
    void tooLarge() {
        assertThatThrownBy(() -> DsnReader.read(new byte[DsnReader.MAX_OCTETS + 1]))
                .isInstanceOf(MalformedDsnException.class);
    }

    @Test
    void othersReports() throws IOException, MalformedDsnException {
        Optional<Path> folder = Corpora.find("bounces/kumomta/rfc3464");
        if (folder.isEmpty()) {
            return;
        }
        assertThat(summary(folder.get(), "1.eml"))
                .containsExactly("failed 4.0.0 louisl@larry.slip.umd.edu");
        assertThat(summary(folder.get(), "2.eml"))
                .containsExactly(
                        "failed 5.0.0 arathib@vnet.ibm.com",
                        "delayed 4.0.0 johnh@hpnjld.njd.hp.com",
                        "failed 5.0.0 wsnell@sdcc13.ucsd.edu");
        assertThat(summary(folder.get(), "3.eml")).containsExactly("failed 5.0.0 nair_s");
        assertThat(summary(folder.get(), "4.eml"))
                .containsExactly("delayed 4.0.0 thomas@de-montfort.ac.uk");
        assertThat(summary(folder.get(), "5.eml"))
                .containsExactly("failed 5.0.0 recipient@domain.com");
        assertThat(summary(folder.get(), "6.eml"))
                .containsExactly("failed 5.0.0 <redacted@example.com>");
        assertThat(summary(folder.get(), "obsolete_arrival_date.eml"))
                .containsExactly("failed 5.1.1 user@example.com");
    }

    private static List<String> summary(Path folder, String file)
            throws IOException, MalformedDsnException {
        return DsnReader.read(Files.readAllBytes(folder.resolve(file))).recipients().stream()
                .map(
                        s ->
                                s.action()
                                        + " "
                                        + s.status().map(EnhancedCode::toString).orElse("-")
                                        + " "
                                        + s.finalRecipient().value())
                .toList();
    }

    /** All real bounces of a large collection: most are reports, the others say why not. */
    @Test
    void bouncesInTheWild() throws IOException {
        Optional<Path> folder = Corpora.find("bounces/sisimai/maildir");
        if (folder.isEmpty()) {
            return;
        }
        int reports = 0;
        int others = 0;
        try (Stream<Path> files = Files.walk(folder.get())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    assertThat(DsnReader.read(Files.readAllBytes(file)).recipients()).isNotEmpty();
                    reports++;
                } catch (MalformedDsnException e) {
                    assertThat(e.getMessage()).isNotBlank();
                    others++;
                }
            }
        }
        assertThat(reports).as("of %s", reports + others).isGreaterThan(100);
    }
}
