package org.hikyaku.dsn;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.hikyaku.dsn.DsnReport.Status;
import org.hikyaku.smtp.Xtext;
import org.hikyaku.wire.Printable;

/** The fields of a report that machines read (RFC 3464 section 2). */
final class StatusFields {

    /** A reply that is longer says nothing more, in characters. */
    static final int MAX_DIAGNOSTIC = 800;

    /** RFC 3461 section 4.2: an ORCPT parameter has up to 500 characters. */
    private static final int MAX_ORIGINAL = 500;

    /** RFC 3461 section 4.4: an ENVID parameter has up to 100 characters. */
    private static final int MAX_ENVELOPE_ID = 100;

    /** RFC 1035 section 2.3.4, in characters. */
    private static final int MAX_HOST = 255;

    /** RFC 5322 section 2.1.1: lines should have no more than 78 characters. */
    private static final int FOLD_AT = 76;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private static final Pattern REPLY = Pattern.compile("[245][0-9]{2}([ -].*)?", Pattern.DOTALL);

    private StatusFields() {}

    /** RFC 5322 section 3.3. */
    static String date(Instant at) {
        return DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    /** RFC 3464 section 2.1: fields of the message, then a group of fields for each recipient. */
    static void write(DsnReport report, BiConsumer<String, String> field, Runnable emptyLine) {
        if (report.envelopeId() != null) {
            field.accept("Original-Envelope-Id", ascii(report.envelopeId(), MAX_ENVELOPE_ID));
        }
        field.accept("Reporting-MTA", "dns; " + report.reportingMta());
        field.accept("Arrival-Date", date(report.arrival()));
        for (Status status : report.recipients()) {
            emptyLine.run();
            recipient(report.action(), status, field);
        }
    }

    private static void recipient(
            DsnReport.Action action, Status status, BiConsumer<String, String> field) {
        String original = status.recipient().originalRecipient();
        if (original != null) {
            field.accept("Original-Recipient", original(original));
        }
        String type = status.recipient().address().needsSmtpUtf8() ? "utf-8" : "rfc822";
        field.accept("Final-Recipient", type + "; " + status.recipient().address());
        field.accept("Action", action.text());
        field.accept("Status", status.status().toString());
        if (status.remoteMta() != null) {
            field.accept("Remote-MTA", "dns; " + ascii(status.remoteMta(), MAX_HOST));
        }
        if (!status.diagnostic().isEmpty()) {
            // RFC 3464 section 2.3.6: the type smtp is for replies, and only a host sends them.
            boolean reply =
                    status.remoteMta() != null && REPLY.matcher(status.diagnostic()).matches();
            String code = reply ? "smtp; " : "x-hikyaku; ";
            field.accept("Diagnostic-Code", code + folded(status.diagnostic()));
        }
        field.accept("Last-Attempt-Date", date(status.lastAttempt()));
        if (status.retryUntil() != null) {
            field.accept("Will-Retry-Until", date(status.retryUntil()));
        }
    }

    /** ORCPT with its xtext decoded (RFC 3461 section 4.2 and 6.3). */
    private static String original(String parameter) {
        int semicolon = parameter.indexOf(';');
        String decoded = semicolon < 0 ? null : Xtext.decode(parameter.substring(semicolon + 1));
        return decoded == null
                ? ascii(parameter, MAX_ORIGINAL)
                : ascii(parameter.substring(0, semicolon) + "; " + decoded, MAX_ORIGINAL);
    }

    /** Escapes make text longer: what counts is how long it gets. */
    private static String ascii(String text, int maxChars) {
        String safe = Printable.of(text, maxChars).replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() > maxChars ? safe.substring(0, maxChars) : safe;
    }

    /** Foreign words on lines of a header field: harmless, ASCII, folded at blanks. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        int line = "Diagnostic-Code: x-hikyaku; ".length();
        for (String word : ascii(text, MAX_DIAGNOSTIC).strip().split(" +", -1)) {
            if (line + word.length() > FOLD_AT && !folded.isEmpty()) {
                folded.append("\r\n\t");
                line = 8;
            } else if (!folded.isEmpty()) {
                folded.append(' ');
                line++;
            }
            folded.append(word);
            line += word.length();
        }
        return folded.toString();
    }
}
