package org.hikyaku.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.hikyaku.dsn.DsnReport.Action;
import org.hikyaku.dsn.DsnReport.Status;
import org.hikyaku.wire.Printable;

/** Writes reports as messages. */
public final class DsnWriter {

    /** Of a longer message only the header goes back (RFC 3461 section 4.3 leaves it to us). */
    public static final int MAX_RETURNED_OCTETS = 50 * 1024;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final int MAX_DIAGNOSTIC = 800;

    /**
     * What goes back of the message.
     *
     * @param octets the header, or the whole message
     * @param headerOnly which of both
     */
    public record Returned(byte[] octets, boolean headerOnly) {}

    private DsnWriter() {}

    /**
     * The report as a message with CRLF line ends.
     *
     * @param now for Date
     * @param token random text of letters and digits, for Message-ID and the boundary
     */
    public static byte[] write(DsnReport report, Returned returned, Instant now, String token) {
        String boundary = "dsn-" + token;
        boolean eightBit =
                !isAscii(returned.octets())
                        || report.recipients().stream()
                                .anyMatch(s -> s.recipient().address().needsSmtpUtf8());
        StringBuilder out = new StringBuilder(4096);
        out.append("From: Mail Delivery System <mailer-daemon@")
                .append(report.reportingMta())
                .append(">\r\n");
        out.append("To: <").append(report.to()).append(">\r\n");
        out.append("Subject: ")
                .append(
                        report.action() == Action.FAILED
                                ? "Mail could not be delivered"
                                : "Mail is delayed")
                .append("\r\n");
        out.append("Date: ").append(date(now)).append("\r\n");
        out.append("Message-ID: <")
                .append(token)
                .append('@')
                .append(report.reportingMta())
                .append(">\r\n");
        out.append("Auto-Submitted: auto-replied\r\n"); // RFC 3834 section 5
        out.append("MIME-Version: 1.0\r\n");
        out.append("Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"")
                .append(boundary)
                .append("\"\r\n");
        if (eightBit) {
            out.append("Content-Transfer-Encoding: 8bit\r\n");
        }
        out.append("\r\n--").append(boundary).append("\r\n");
        people(out, report);
        out.append("\r\n--").append(boundary).append("\r\n");
        machine(out, report);
        out.append("\r\n--").append(boundary).append("\r\n");
        // RFC 6522 section 3 and 4
        out.append("Content-Type: ")
                .append(returned.headerOnly() ? "text/rfc822-headers" : "message/rfc822")
                .append("\r\n");
        if (!isAscii(returned.octets())) {
            out.append("Content-Transfer-Encoding: 8bit\r\n");
        }
        out.append("\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(out.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(returned.octets());
        all.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static String date(Instant at) {
        return DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    private static void people(StringBuilder out, DsnReport report) {
        StringBuilder text = new StringBuilder();
        boolean failed = report.action() == Action.FAILED;
        text.append("This is the mail server at ").append(report.reportingMta()).append(".\n\n");
        text.append(
                failed
                        ? "Your message could not be delivered to:\n\n"
                        : "Your message has not been delivered yet. It is tried again; you need not do anything.\n\n");
        report.recipients().forEach(s -> reason(text, s));
        text.append("----\n\n");
        text.append(report.reportingMta()).append(" のメールサーバーからのお知らせです。\n\n");
        text.append(
                failed
                        ? "次の宛先にメールを届けられませんでした。\n\n"
                        : "次の宛先へのメールがまだ届いていません。自動で再送しますので、操作は不要です。\n\n");
        report.recipients()
                .forEach(s -> text.append("  ").append(s.recipient().address()).append("\n"));
        out.append(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        out.append(
                Base64.getMimeEncoder(76, new byte[] {'\r', '\n'})
                        .encodeToString(
                                text.toString()
                                        .replace("\n", "\r\n")
                                        .getBytes(StandardCharsets.UTF_8)));
        out.append("\r\n");
    }

    private static void reason(StringBuilder text, Status status) {
        text.append("  ").append(status.recipient().address()).append('\n');
        if (!status.diagnostic().isEmpty()) {
            String who = status.remoteMta() == null ? "Reason" : status.remoteMta() + " said";
            text.append("    ")
                    .append(who)
                    .append(": ")
                    .append(Printable.of(status.diagnostic(), MAX_DIAGNOSTIC))
                    .append('\n');
        }
        if (!status.explanation().isEmpty()) {
            text.append("    ").append(status.explanation()).append('\n');
        }
        if (status.retryUntil() != null) {
            text.append("    It is tried until ").append(date(status.retryUntil())).append(".\n");
        }
        text.append('\n');
    }

    private static void machine(StringBuilder out, DsnReport report) {
        boolean utf8 =
                report.recipients().stream().anyMatch(s -> s.recipient().address().needsSmtpUtf8());
        // RFC 6533 section 3: addresses that are not ASCII need the global form.
        out.append(
                utf8
                        ? "Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        : "Content-Type: message/delivery-status\r\n\r\n");
        out.append("Reporting-MTA: dns; ").append(report.reportingMta()).append("\r\n");
        if (report.envelopeId() != null) {
            out.append("Original-Envelope-Id: ")
                    .append(Printable.of(report.envelopeId(), 200))
                    .append("\r\n");
        }
        out.append("Arrival-Date: ").append(date(report.arrival())).append("\r\n");
        for (Status status : report.recipients()) {
            out.append("\r\n");
            if (status.recipient().originalRecipient() != null) {
                out.append("Original-Recipient: ")
                        .append(Printable.of(status.recipient().originalRecipient(), 400))
                        .append("\r\n");
            }
            String type = status.recipient().address().needsSmtpUtf8() ? "utf-8" : "rfc822";
            out.append("Final-Recipient: ")
                    .append(type)
                    .append("; ")
                    .append(status.recipient().address())
                    .append("\r\n");
            out.append("Action: ").append(report.action().text()).append("\r\n");
            out.append("Status: ").append(status.status()).append("\r\n");
            if (status.remoteMta() != null) {
                out.append("Remote-MTA: dns; ")
                        .append(Printable.of(status.remoteMta(), 255))
                        .append("\r\n");
            }
            if (!status.diagnostic().isEmpty()) {
                out.append("Diagnostic-Code: ")
                        .append(status.remoteMta() == null ? "x-hikyaku" : "smtp")
                        .append("; ")
                        .append(folded(status.diagnostic()))
                        .append("\r\n");
            }
            out.append("Last-Attempt-Date: ").append(date(status.lastAttempt())).append("\r\n");
            if (status.retryUntil() != null) {
                out.append("Will-Retry-Until: ").append(date(status.retryUntil())).append("\r\n");
            }
        }
    }

    /** Foreign words on lines of a header field: harmless, ASCII, folded at blanks. */
    private static String folded(String text) {
        StringBuilder out = new StringBuilder();
        int line = 20;
        for (String word :
                Printable.of(text, MAX_DIAGNOSTIC).replaceAll("[^\\x20-\\x7e]", "?").split(" +")) {
            if (line + word.length() > 76 && out.length() > 0) {
                out.append("\r\n\t");
                line = 8;
            } else if (out.length() > 0) {
                out.append(' ');
                line++;
            }
            out.append(word);
            line += word.length();
        }
        return out.toString();
    }
}
