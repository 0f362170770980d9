package org.hikyaku.milterd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;

/**
 * The envelope of one message as the mail server tells it. The server has accepted these addresses:
 * what cannot be read here is no reason to refuse.
 */
final class EnvelopeState {

    /** Recipients that are kept; servers take 1,000 (Postfix) or as many as there are. */
    private static final int MAX_RECIPIENTS = 10_000;

    /** Stands for a local part that cannot be read (RFC 7208 section 4.3). */
    private static final String NO_LOCAL_PART = "postmaster";

    private final ReversePath from;
    private final Envelope.Options options;
    private final List<Recipient> recipients = new ArrayList<>(1);

    EnvelopeState(List<String> mail) {
        this.from = address(mail.getFirst()).map(ReversePath::of).orElse(ReversePath.NULL);
        this.options = options(mail.subList(1, mail.size()));
    }

    void recipient(String path) {
        if (recipients.size() < MAX_RECIPIENTS) {
            address(path).map(Recipient::of).ifPresent(recipients::add);
        }
    }

    Envelope envelope() {
        return new Envelope(from, recipients, options);
    }

    /** Texts have one char per octet; addresses are UTF-8 (RFC 6531). */
    private static Optional<MailAddress> address(String path) {
        String text =
                new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        .strip();
        if (text.startsWith("<") && text.endsWith(">")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MailAddress.of(text));
        } catch (IllegalNameException _) {
            int at = text.lastIndexOf('@');
            return DomainName.parse(text.substring(at + 1))
                    .filter(d -> at >= 0 && d.isHostName())
                    .map(d -> new MailAddress(NO_LOCAL_PART, d));
        }
    }

    private static Envelope.Options options(List<String> parameters) {
        BodyType body = BodyType.SEVEN_BIT;
        boolean utf8 = false;
        for (String parameter : parameters) {
            String word = parameter.toUpperCase(Locale.ROOT);
            body = word.equals("BODY=8BITMIME") ? BodyType.EIGHT_BIT_MIME : body;
            utf8 = utf8 || word.equals("SMTPUTF8");
        }
        return new Envelope.Options(body, utf8, false, null);
    }
}
