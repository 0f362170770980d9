package org.hikyaku.receivers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;

/** What Gmail refuses in the form of a header (RFC 5322 section 3.6). */
public final class MessageForm {

    /** RFC 5322 section 3.6: at most once each. From and Message-ID are looked at on their own. */
    private static final List<String> ONCE =
            List.of(
                    "Date",
                    "Sender",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Bcc",
                    "In-Reply-To",
                    "References",
                    "Subject");

    /** support.google.com/mail/answer/14016360: longer ones are refused. */
    private static final int MAX_MESSAGE_ID_CHARS = 500;

    private MessageForm() {}

    /** The first thing that is wrong, as Gmail words it; empty where nothing is. */
    public static Optional<String> problem(HeaderBlock header) {
        return from(FromAuthor.of(header))
                .or(() -> messageId(header))
                .or(
                        () ->
                                ONCE.stream()
                                        .filter(name -> header.all(lower(name)).size() > 1)
                                        .map(MessageForm::several)
                                        .findFirst());
    }

    private static Optional<String> from(FromAuthor author) {
        if (author.fieldCount() > 1) {
            return Optional.of(several("From"));
        }
        return switch (author.mailboxes().size()) {
            case 0 ->
                    Optional.of(
                            "Messages missing a valid address in the From: header are not accepted.");
            case 1 -> Optional.empty();
            default ->
                    Optional.of(
                            "Messages with multiple addresses in the From: header are not accepted.");
        };
    }

    private static Optional<String> messageId(HeaderBlock header) {
        List<HeaderField> fields = header.all("message-id");
        if (fields.size() > 1) {
            return Optional.of(several("Message-ID"));
        }
        String value = fields.isEmpty() ? "" : fields.getFirst().value().strip();
        // RFC 5322 section 3.6.4 wants <left@right>; Gmail asks for no more than a value.
        return value.isEmpty() || value.length() > MAX_MESSAGE_ID_CHARS
                ? Optional.of("Messages missing a valid Message-ID header are not accepted.")
                : Optional.empty();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String several(String name) {
        return "This message is not RFC 5322 compliant. There are multiple "
                + name
                + " headers. To reduce the amount of spam sent to Gmail, this message has been"
                + " blocked.";
    }
}
