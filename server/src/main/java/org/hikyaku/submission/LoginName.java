package org.hikyaku.submission;

import java.nio.charset.StandardCharsets;

/** The name in a client's first response, to count failures of; for nothing else. */
final class LoginName {

    private LoginName() {}

    /** The name; empty where the mechanism hides it or the response makes no sense. */
    static String of(String mechanism, byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        return switch (mechanism) {
            case "LOGIN" -> text;
            case "PLAIN" -> { // RFC 4616 section 2
                String[] parts = text.split("\0", -1);
                yield parts.length == 3 ? parts[1] : "";
            }
            default -> mechanism.startsWith("SCRAM-") ? scram(text) : "";
        };
    }

    /** RFC 5802 section 7: after the GS2 header, {@code n=}. */
    private static String scram(String text) {
        int at = text.indexOf(",n=");
        int end = at < 0 ? -1 : text.indexOf(',', at + 3);
        return end < 0 ? "" : text.substring(at + 3, end).replace("=2C", ",").replace("=3D", "=");
    }
}
