package org.hikyaku.smtpd;

import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.wire.MalformedLineException;

/** The refusals of the session itself. */
final class Refusals {

    private Refusals() {}

    static ReplyException sequence(String text) {
        return refusal(503, "5.5.1", text);
    }

    static ReplyException refusal(int code, String status, String text) {
        return new ReplyException(Reply.of(code, status, text), text);
    }

    static ReplyException tooLarge(long maxBytes) {
        // RFC 1870 section 6.3
        return refusal(552, "5.3.4", "The message is larger than " + maxBytes + " octets");
    }

    static ReplyException strayLineEnd() {
        return refusal(
                550,
                "5.6.11",
                "CR or LF stands on its own: lines must end in CRLF (RFC 5321 2.3.8)");
    }

    static ReplyException badLine(MalformedLineException.Problem problem) {
        return switch (problem) {
            case TOO_LONG -> refusal(500, "5.5.6", "The line is too long");
            case BARE_LF, BARE_CR -> refusal(500, "5.5.2", "Lines must end in CRLF");
            case NOT_TEXT -> refusal(500, "5.5.2", "The line is not UTF-8 text");
        };
    }
}
