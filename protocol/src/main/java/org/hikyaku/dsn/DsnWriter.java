package org.hikyaku.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Writes reports as messages. */
public final class DsnWriter {

    /** Of a longer message only the header goes back (RFC 3461 section 4.3 leaves it to us). */
    public static final int MAX_RETURNED_OCTETS = 50 * 1024;

    /**
     * What goes back of the message.
     *
     * @param octets the header, or the whole message
     * @param headerOnly which of both
     */
    public record Returned(byte[] octets, boolean headerOnly) {}

    private final DsnReport report;
    private final String boundary;
    private final StringBuilder out = new StringBuilder(4096);

    private DsnWriter(DsnReport report, String token) {
        this.report = report;
        this.boundary = "dsn-" + token;
    }

    /**
     * The report as a message with CRLF line ends. It is to be sent from the null reverse path (RFC
     * 3461 section 6.1).
     *
     * @param now for Date
     * @param token random text of letters and digits, for Message-ID and the boundary
     */
    public static byte[] write(DsnReport report, Returned returned, Instant now, String token) {
        DsnWriter writer = new DsnWriter(report, token);
        writer.header(now, token, returned);
        writer.people();
        writer.machine();
        return writer.finish(returned);
    }

    private static boolean isAscii(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(Returned returned) {
        return isAscii(returned.octets(), returned.octets().length);
    }

    private boolean isUtf8() {
        return report.recipients().stream().anyMatch(s -> s.recipient().address().needsSmtpUtf8());
    }

    private void field(String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }

    private void delimiter() {
        out.append("\r\n--").append(boundary).append("\r\n");
    }

    private void header(Instant now, String token, Returned returned) {
        field("From", "Mail Delivery System <mailer-daemon@" + report.reportingMta() + ">");
        field("To", "<" + report.to() + ">");
        field("Subject", subject());
        field("Date", StatusFields.date(now));
        field("Message-ID", "<" + token + "@" + report.reportingMta() + ">");
        field("Auto-Submitted", "auto-replied"); // RFC 3834 section 5
        field("MIME-Version", "1.0");
        // RFC 6522 section 3
        field(
                "Content-Type",
                "multipart/report; report-type=delivery-status;\r\n\tboundary=\""
                        + boundary
                        + "\"");
        if (isUtf8() || !isAscii(returned)) {
            field("Content-Transfer-Encoding", "8bit");
        }
    }

    private String subject() {
        return switch (report.action()) {
            case FAILED -> "Mail could not be delivered";
            case DELAYED -> "Mail is delayed";
            case DELIVERED -> "Mail was delivered";
            case RELAYED -> "Mail was passed on";
        };
    }

    /** RFC 6522 section 3: the first part is for people. Base64 keeps Japanese in seven bits. */
    private void people() {
        delimiter();
        field("Content-Type", "text/plain; charset=utf-8");
        field("Content-Transfer-Encoding", "base64");
        byte[] octets =
                PeopleText.of(report).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        out.append("\r\n")
                .append(Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(octets))
                .append("\r\n");
    }

    private void machine() {
        delimiter();
        // RFC 6533 section 4.1: addresses that are not ASCII need the global form.
        if (isUtf8()) {
            field("Content-Type", "message/global-delivery-status");
            field("Content-Transfer-Encoding", "8bit");
        } else {
            field("Content-Type", "message/delivery-status");
        }
        out.append("\r\n");
        StatusFields.write(report, this::field, () -> out.append("\r\n"));
    }

    private byte[] finish(Returned returned) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        delimiter();
        field("Content-Type", returnedType(returned));
        if (!isAscii(returned)) {
            field("Content-Transfer-Encoding", "8bit");
        }
        out.append("\r\n");
        all.writeBytes(out.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(returned.octets());
        all.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    /** RFC 6522 section 4; RFC 6533 section 4.2 and 4.3 for a header that is not ASCII. */
    private static String returnedType(Returned returned) {
        boolean ascii = isAscii(returned.octets(), headerEnd(returned.octets()));
        if (returned.headerOnly()) {
            return ascii ? "text/rfc822-headers" : "message/global-headers";
        }
        return ascii ? "message/rfc822" : "message/global";
    }

    private static int headerEnd(byte[] octets) {
        for (int i = 3; i < octets.length; i++) {
            if (octets[i] == '\n' && octets[i - 2] == '\n') {
                return i;
            }
        }
        return octets.length;
    }
}
