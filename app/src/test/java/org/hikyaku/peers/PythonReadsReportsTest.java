package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hikyaku.dsn.DsnReport;
import org.hikyaku.dsn.DsnWriter;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Recipient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Python's email module reads our reports as we mean them. */
@Tag("peer")
final class PythonReadsReportsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static final String SCRIPT =
            """
            import email, email.policy, sys
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            people, status, returned = m.iter_parts()
            print(m.get_content_type(), m["content-type"].params["report-type"])
            print(people.get_content().splitlines()[0])
            for group in status.get_payload():
                print("; ".join(n + "=" + str(v) for n, v in group.items()))
            print(returned.get_content_type(), returned.get_payload(0)["subject"])
            print(len(m.defects) + sum(len(p.defects) for p in m.walk()))
            """;

    @Test
    void aFailure() {
        DsnReport report =
                new DsnReport(
                        DomainName.of("mx.here.example"),
                        MailAddress.of("s@y.example"),
                        DsnReport.Action.FAILED,
                        "id 1",
                        NOW,
                        List.of(status("a@x.example", "rfc822;Old+2Bname@x.example"), other()));
        byte[] original =
                "From: <s@y.example>\r\nSubject: hello\r\n\r\nText\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] message =
                DsnWriter.write(report, new DsnWriter.Returned(original, false), NOW, "token");
        Commands.Result read =
                Commands.attempt(
                        Duration.ofSeconds(30),
                        new String(message, StandardCharsets.UTF_8),
                        "python3",
                        "-c",
                        SCRIPT);
        assertThat(read.output().lines().toList())
                .containsExactly(
                        "multipart/report delivery-status",
                        "This is the mail server at mx.here.example.",
                        "Original-Envelope-Id=id 1; Reporting-MTA=dns; mx.here.example;"
                                + " Arrival-Date=Tue, 24 Nov 2026 10:00:00 +0000",
                        "Original-Recipient=rfc822; Old+name@x.example;" + group("a@x.example"),
                        group("b@x.example").strip(),
                        "message/rfc822 hello",
                        "0");
        assertThat(read.status()).isZero();
    }

    private static String group(String address) {
        return " Final-Recipient=rfc822; "
                + address
                + "; Action=failed; Status=5.1.1; Remote-MTA=dns; mx.x.example;"
                + " Diagnostic-Code=smtp; 550 5.1.1 no such user;"
                + " Last-Attempt-Date=Tue, 24 Nov 2026 10:00:00 +0000";
    }

    private static DsnReport.Status other() {
        return status("b@x.example", null);
    }

    private static DsnReport.Status status(String address, @Nullable String original) {
        return new DsnReport.Status(
                new Recipient(MailAddress.of(address), Set.of(), original),
                EnhancedCode.of("5.1.1"),
                "mx.x.example",
                "550 5.1.1 no such user",
                "",
                NOW,
                null);
    }
}
