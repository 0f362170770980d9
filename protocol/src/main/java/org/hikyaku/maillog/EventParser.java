package org.hikyaku.maillog;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.maillog.PostfixEvent.Attempted;
import org.hikyaku.maillog.PostfixEvent.Begun;
import org.hikyaku.maillog.PostfixEvent.Encrypted;
import org.hikyaku.maillog.PostfixEvent.Expired;
import org.hikyaku.maillog.PostfixEvent.Named;
import org.hikyaku.maillog.PostfixEvent.Queued;
import org.hikyaku.maillog.PostfixEvent.Relay;
import org.hikyaku.maillog.PostfixEvent.Removed;
import org.hikyaku.maillog.PostfixEvent.Status;
import org.jspecify.annotations.Nullable;

/** Reads the messages of Postfix 2.3 to 3.10, from the front. */
final class EventParser {

    /**
     * Hexadecimal digits, or with enable_long_queue_ids digits and consonants (Postfix
     * mail_queue.h).
     */
    private static final String ID = "([0-9A-F]{5,20}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,24})";

    /** A quoted local part may hold anything, an angle bracket too; an unquoted one may not. */
    private static final String ADDRESS =
            "<((?:\"(?:[^\"\\\\]|\\\\.){0,500}+\")?[^<>\"\\s,]{0,500})>";

    private static final String RELAY =
            "([^\\s,\\[\\]]{1,255})(?:\\[([^\\s\\]]{1,255})])?(?::[0-9]{1,5})?";

    // Before version 3.5 Postfix wrote addresses without quotes. Where the text at the end looks as
    // if
    // the fields stood in it, they may, and what was read before it be an address: such a line
    // tells nothing for certain.

    private static final Pattern LINE = Pattern.compile(ID + ": (.*)");

    private static final Pattern CLIENT =
            Pattern.compile(
                    "client=([^\\s,\\[\\]]{1,255}\\[[^\\s\\],]{1,100}])(?::[0-9]{1,5})?(?:, .*)?");
    private static final Pattern PICKUP = Pattern.compile("uid=([0-9]{1,10}) from=.*");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?:resent-)?message-id=(.{0,1000})");
    private static final Pattern ACTIVE =
            Pattern.compile(
                    "from="
                            + ADDRESS
                            + ", size=([0-9]{1,15}), nrcpt=([0-9]{1,7}) \\(queue \\w+\\)");
    private static final Pattern EXPIRED =
            Pattern.compile("from=" + ADDRESS + ", status=(?:force-)?expired, returned to sender");
    private static final Pattern ATTEMPT =
            Pattern.compile(
                    "to="
                            + ADDRESS
                            + "(?:, orig_to="
                            + ADDRESS
                            + ")?, relay="
                            + RELAY
                            + "(?:, conn_use=[0-9]{1,7})?, delay=([0-9]{1,9}(?:\\.[0-9]{1,3})?)"
                            + "(?:, delays=[0-9./]{1,60})?(?:, dsn=([245]\\.[0-9]{1,3}\\.[0-9]{1,3}))?"
                            + ", status=(sent|deferred|bounced|expired|deliverable|undeliverable)(?: \\((.*)\\))?");
    private static final Pattern TLS =
            Pattern.compile(
                    "(Anonymous|Untrusted|Trusted|Verified) TLS connection (?:established|reused) to "
                            + RELAY
                            + ": ([A-Za-z0-9.]{1,20}) with cipher ([A-Za-z0-9_+-]{1,80})(?: .*)?");

    private EventParser() {}

    static Optional<PostfixEvent> parse(String service, String message) {
        if (message.length() > SyslogLine.MAX_CHARS) {
            return Optional.empty();
        }
        return switch (service) {
            case "smtp", "lmtp" -> {
                Matcher tls = TLS.matcher(message);
                yield tls.matches() ? Optional.of(encrypted(tls)) : ofMessage(service, message);
            }
            case "smtpd",
                    "submission",
                    "smtps",
                    "submissions",
                    "qmqpd",
                    "pickup",
                    "cleanup",
                    "qmgr",
                    "nqmgr",
                    "local",
                    "virtual",
                    "pipe",
                    "error",
                    "retry",
                    "discard",
                    "relay" ->
                    ofMessage(service, message);
            default -> Optional.empty();
        };
    }

    private static Encrypted encrypted(Matcher m) {
        return new Encrypted(
                relay(m.group(2), m.group(3)),
                m.group(1).toLowerCase(Locale.ROOT),
                m.group(4) + " " + m.group(5));
    }

    private static Optional<PostfixEvent> ofMessage(String service, String message) {
        Matcher line = LINE.matcher(message);
        if (!line.matches()) {
            return Optional.empty();
        }
        String id = line.group(1);
        String rest = line.group(2);
        return switch (service) {
            case "cleanup" -> matched(MESSAGE_ID, rest).map(m -> new Named(id, m.group(1)));
            case "pickup" -> matched(PICKUP, rest).map(m -> new Begun(id, "uid " + m.group(1)));
            case "qmgr", "nqmgr" -> ofQueue(id, rest);
            case "smtpd", "submission", "smtps", "submissions", "qmqpd" ->
                    matched(CLIENT, rest).map(m -> new Begun(id, m.group(1)));
            default ->
                    matched(ATTEMPT, rest)
                            .filter(m -> !text(m.group(8)).contains(">, relay="))
                            .map(m -> attempted(id, m));
        };
    }

    private static Optional<Matcher> matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    private static Optional<PostfixEvent> ofQueue(String id, String rest) {
        if (rest.equals("removed")) {
            return Optional.of(new Removed(id));
        }
        Optional<PostfixEvent> expired =
                matched(EXPIRED, rest).map(m -> new Expired(id, m.group(1)));
        return expired.isPresent()
                ? expired
                : matched(ACTIVE, rest)
                        .map(
                                m ->
                                        new Queued(
                                                id,
                                                m.group(1),
                                                Long.parseLong(m.group(2)),
                                                Integer.parseInt(m.group(3))));
    }

    private static Attempted attempted(String id, Matcher m) {
        return new Attempted(
                id,
                m.group(1),
                text(m.group(2)),
                relay(m.group(3), m.group(4)),
                delay(m.group(5)),
                text(m.group(6)),
                status(m.group(7)),
                text(m.group(8)));
    }

    private static Relay relay(String name, @Nullable String address) {
        return name.equals("none") ? Relay.NONE : new Relay(name, text(address));
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static Duration delay(String seconds) {
        return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    }

    private static Status status(String word) {
        return switch (word) {
            case "sent" -> Status.SENT;
            case "deferred" -> Status.DEFERRED;
            case "bounced", "expired" -> Status.BOUNCED;
            default -> Status.PROBED;
        };
    }
}
