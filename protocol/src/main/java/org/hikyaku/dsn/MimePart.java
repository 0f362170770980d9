package org.hikyaku.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;

/**
 * As much of MIME as a report needs: a header, and a body that is one thing or parts between
 * delimiters (RFC 2046 section 5.1).
 */
final class MimePart {

    /** A report has three. */
    private static final int MAX_PARTS = 16;

    /** RFC 2046 section 5.1.1: 70 characters; nobody writes more, some write others. */
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))",
                    Pattern.CASE_INSENSITIVE);

    private enum Line {
        OTHER,
        DELIMITER,
        CLOSE
    }

    private final HeaderBlock header;
    private final byte[] body;

    private MimePart(HeaderBlock header, byte[] body) {
        this.header = header;
        this.body = body;
    }

    static MimePart of(byte[] octets) {
        int at = 0;
        while (at < octets.length) {
            int end = lineEnd(octets, at);
            if (isBlank(octets, at, end)) {
                return new MimePart(
                        HeaderBlock.parse(octets, 0, at),
                        Arrays.copyOfRange(octets, end, octets.length));
            }
            at = end;
        }
        return new MimePart(HeaderBlock.parse(octets, 0, octets.length), new byte[0]);
    }

    /** Behind the line that begins at {@code from}. */
    static int lineEnd(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return Math.min(octets.length, i + 1);
    }

    static boolean isBlank(byte[] octets, int from, int end) {
        for (int i = from; i < end; i++) {
            if (octets[i] != '\r' && octets[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    HeaderBlock header() {
        return header;
    }

    /** The media type in lower case; text/plain where none is given (RFC 2045 section 5.2). */
    String type() {
        String value = value("content-type");
        int semicolon = value.indexOf(';');
        String type = semicolon < 0 ? value : value.substring(0, semicolon);
        return value.isEmpty() ? "text/plain" : type.strip().toLowerCase(Locale.ROOT);
    }

    private String value(String lowerName) {
        return header.first(lowerName).map(HeaderField::octetValue).orElse("");
    }

    /** The parts; none where there is no boundary. */
    List<MimePart> parts() {
        Matcher m = BOUNDARY.matcher(value("content-type"));
        if (!m.find()) {
            return List.of();
        }
        String text = m.group(1) == null ? m.group(2) : m.group(1);
        return parts(("--" + text).getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<MimePart> parts(byte[] delimiter) {
        List<MimePart> parts = new ArrayList<>();
        int start = -1;
        int at = 0;
        Line line = Line.OTHER;
        while (at < body.length && parts.size() < MAX_PARTS && line != Line.CLOSE) {
            int end = lineEnd(body, at);
            line = line(delimiter, at, end);
            if (line != Line.OTHER) {
                if (start >= 0) {
                    parts.add(of(Arrays.copyOfRange(body, start, at)));
                }
                start = end;
            }
            at = end;
        }
        if (line != Line.CLOSE && start >= 0 && parts.size() < MAX_PARTS) {
            parts.add(of(Arrays.copyOfRange(body, start, body.length))); // cut off: take it so
        }
        return parts;
    }

    private Line line(byte[] delimiter, int from, int end) {
        int after = from + delimiter.length;
        if (end < after || !Arrays.equals(body, from, after, delimiter, 0, delimiter.length)) {
            return Line.OTHER;
        }
        // RFC 2046 section 5.1.1: blanks may follow.
        String rest = new String(body, after, end - after, StandardCharsets.ISO_8859_1).strip();
        if (rest.isEmpty()) {
            return Line.DELIMITER;
        }
        return rest.equals("--") ? Line.CLOSE : Line.OTHER;
    }

    /** The body without its Content-Transfer-Encoding (RFC 2045 section 6). */
    byte[] decoded() {
        return switch (value("content-transfer-encoding").toLowerCase(Locale.ROOT)) {
            case "base64" -> base64();
            case "quoted-printable" -> quotedPrintable();
            default -> body; // 7bit, 8bit, binary, and what nobody knows
        };
    }

    private byte[] base64() {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException _) {
            return new byte[0]; // damaged: nothing can be said of it
        }
    }

    private byte[] quotedPrintable() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        for (int i = 0; i < body.length; i++) {
            int high = digit(i + 1);
            int low = digit(i + 2);
            if (body[i] != '=') {
                out.write(body[i]);
            } else if (high >= 0 && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                i = lineEnd(body, i) - 1; // RFC 2045 section 6.7 rule 5: a soft line break
            }
        }
        return out.toByteArray();
    }

    private int digit(int at) {
        return at < body.length ? Character.digit(body[at], 16) : -1;
    }
}
