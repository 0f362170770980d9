package org.hikyaku.dsn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.dsn.ReceivedDsn.Status;
import org.hikyaku.dsn.ReceivedDsn.Typed;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.smtp.EnhancedCode;
import org.jspecify.annotations.Nullable;

/** Reads reports of other hosts (RFC 3464), CRLF or LF line ends, in one pass. */
public final class DsnReader {

    /** Larger reports return a message that nobody needs back, in octets. */
    public static final int MAX_OCTETS = 4 * 1024 * 1024;

    /** Recipients of one report: RFC 5321 section 4.5.3.1.8 asks hosts for 100 a transaction. */
    public static final int MAX_RECIPIENTS = 1000;

    /** RFC 3464 section 2.3.4: a code; comments are found after it. */
    private static final Pattern STATUS =
            Pattern.compile("([0-9.]{5,11})(?:[\\s(].*)?", Pattern.DOTALL);

    private DsnReader() {}

    /**
     * Reads a report.
     *
     * @param message the whole message
     * @throws MalformedDsnException where it is no report, or longer than {@link #MAX_OCTETS}, or
     *     about nobody, or about more than {@link #MAX_RECIPIENTS}
     */
    public static ReceivedDsn read(byte[] message) throws MalformedDsnException {
        if (message.length > MAX_OCTETS) {
            throw new MalformedDsnException("the report has more than " + MAX_OCTETS + " octets");
        }
        MimePart whole = MimePart.of(message);
        if (!whole.type().equals("multipart/report")) {
            throw new MalformedDsnException("it is no multipart/report");
        }
        HeaderBlock returned = new HeaderBlock(List.of());
        List<HeaderBlock> groups = List.of();
        for (MimePart part : whole.parts()) {
            switch (part.type()) {
                // RFC 6533 section 4.4: the types for UTF-8 stand for the others.
                case "message/delivery-status", "message/global-delivery-status" ->
                        groups = groups.isEmpty() ? groups(part.decoded()) : groups;
                case "message/rfc822",
                        "text/rfc822-headers",
                        "message/global",
                        "message/global-headers" ->
                        returned = MimePart.of(part.decoded()).header();
                default -> {} // text for people, or anything else
            }
        }
        return report(groups, returned);
    }

    /** RFC 3464 section 2.1: groups of fields with an empty line between them. */
    private static List<HeaderBlock> groups(byte[] octets) throws MalformedDsnException {
        List<HeaderBlock> groups = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < octets.length) {
            int end = MimePart.lineEnd(octets, at);
            if (MimePart.isBlank(octets, at, end)) {
                add(groups, octets, start, at);
                start = end;
            }
            at = end;
        }
        add(groups, octets, start, octets.length);
        return groups;
    }

    private static void add(List<HeaderBlock> groups, byte[] octets, int start, int end)
            throws MalformedDsnException {
        if (start == end) {
            return;
        }
        if (groups.size() > MAX_RECIPIENTS) { // one of them is about the message
            throw new MalformedDsnException("it is about more than " + MAX_RECIPIENTS);
        }
        groups.add(HeaderBlock.parse(octets, start, end - start));
    }

    private static ReceivedDsn report(List<HeaderBlock> groups, HeaderBlock returned)
            throws MalformedDsnException {
        HeaderBlock message = new HeaderBlock(List.of());
        List<Status> recipients = new ArrayList<>();
        for (HeaderBlock group : groups) {
            Typed original = typed(group, "original-recipient");
            Typed given = typed(group, "final-recipient");
            Typed who = given == null ? original : given;
            if (who != null) {
                recipients.add(status(group, who, original));
            } else if (recipients.isEmpty()) {
                message = group;
            }
        }
        if (recipients.isEmpty()) {
            throw new MalformedDsnException("it names no recipient");
        }
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new MalformedDsnException("it is about more than " + MAX_RECIPIENTS);
        }
        Typed reporter = typed(message, "reporting-mta");
        return new ReceivedDsn(
                reporter == null ? new Typed("", "") : reporter,
                value(message, "original-envelope-id"),
                value(message, "arrival-date"),
                recipients,
                returned);
    }

    private static Status status(HeaderBlock group, Typed who, @Nullable Typed original) {
        String action = value(group, "action");
        return new Status(
                who,
                original,
                action == null ? "" : action.toLowerCase(Locale.ROOT),
                code(value(group, "status")),
                typed(group, "remote-mta"),
                typed(group, "diagnostic-code"),
                value(group, "last-attempt-date"),
                value(group, "will-retry-until"));
    }

    private static Optional<EnhancedCode> code(@Nullable String text) {
        Matcher m = STATUS.matcher(text == null ? "" : text);
        return m.matches() ? EnhancedCode.parse(m.group(1)) : Optional.empty();
    }

    /** The value on one line; folds leave a blank, whether they were made with a tab or not. */
    private static @Nullable String value(HeaderBlock group, String lowerName) {
        return group.first(lowerName).map(f -> f.value().replace('\t', ' ')).orElse(null);
    }

    private static @Nullable Typed typed(HeaderBlock group, String lowerName) {
        String value = value(group, lowerName);
        if (value == null) {
            return null;
        }
        int semicolon = value.indexOf(';');
        return semicolon < 0
                ? new Typed("", value)
                : new Typed(
                        value.substring(0, semicolon).strip().toLowerCase(Locale.ROOT),
                        value.substring(semicolon + 1).strip());
    }
}
