package org.hikyaku.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply (RFC 5321 section 4.2).
 *
 * @param code 200 to 599
 * @param status the enhanced code (RFC 2034), or null where the reply has none
 * @param lines the text, one element for each line, at least one; without CR and LF, without code
 *     and status
 */
public record Reply(int code, @Nullable EnhancedCode status, List<String> lines) {

    /** Checks code and text. */
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code + " " + lines);
        }
        for (String line : lines) {
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a reply line may not hold a line end");
            }
        }
    }

    /** A reply with an enhanced code. */
    public static Reply of(int code, String status, String... lines) {
        return new Reply(code, EnhancedCode.of(status), List.of(lines));
    }

    /** A reply without one: greeting, EHLO, 354, 334. */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, null, List.of(lines));
    }

    /** Whether it is 2xx or 3xx. */
    public boolean isPositive() {
        return code < 400;
    }

    /** Whether it is 4xx. */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** Whether it is 5xx. */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** The lines joined by blanks. */
    public String text() {
        return String.join(" ", lines);
    }

    /** The octets for the wire; the enhanced code stands on each line (RFC 2034 section 4). */
    public byte[] wire() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            out.append(code).append(i == lines.size() - 1 ? ' ' : '-');
            if (status != null) {
                out.append(status).append(' ');
            }
            out.append(lines.get(i)).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** On one line, for logs: {@code 550 5.7.26 text}. */
    @Override
    public String toString() {
        return code + " " + (status == null ? "" : status + " ") + text();
    }
}
