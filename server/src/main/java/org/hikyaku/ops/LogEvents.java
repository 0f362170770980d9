package org.hikyaku.ops;

import java.time.Duration;
import java.util.List;
import org.hikyaku.wire.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event as one line of {@code key=value} pairs, foreign text quoted and made printable.
 */
public final class LogEvents implements EventLog {

    /** Recipients that a line names; the number of all stands beside them. */
    private static final int MAX_NAMED = 10;

    /** A value that is longer says nothing more, in characters. */
    private static final int MAX_CHARS = 500;

    /** Causes of causes that are written. */
    private static final int MAX_CAUSES = 5;

    /** Lines of one stack: one that overflowed has a thousand. */
    private static final int MAX_FRAMES = 60;

    private final Logger log = LoggerFactory.getLogger("mail");

    @Override
    public void emit(Event event) {
        switch (event) {
            case Event.MessageIn e -> log.info("{}", in(e));
            case Event.MessageSubmitted e -> log.info("{}", submitted(e));
            case Event.Refused e -> log.info("{}", refused(e));
            case Event.Login e -> log.info("{}", login(e));
            case Event.MessageOut e -> log.info("{}", out(e));
            case Event.DsnQueued e -> log.info("{}", report(e));
            case Event.Service e -> log.info("{}", service(e));
            case Event.Bug e -> log.error("{}", bug(e));
            case Event.Trouble e -> log.warn("{}", trouble(e));
        }
    }

    private static String in(Event.MessageIn e) {
        String who =
                line(
                        "in",
                        "session",
                        e.session(),
                        "client",
                        e.client(),
                        "helo",
                        e.helo(),
                        "from",
                        e.from(),
                        "to",
                        names(e.to()),
                        "size",
                        e.sizeBytes(),
                        "tls",
                        e.tls());
        return who
                + pairs(
                        "spf",
                        e.spf(),
                        "dkim",
                        e.dkim(),
                        "dmarc",
                        e.dmarc(),
                        "disposition",
                        e.disposition(),
                        "reply",
                        e.reply(),
                        "cause",
                        e.cause(),
                        "ms",
                        millis(e.took()));
    }

    private static String submitted(Event.MessageSubmitted e) {
        String who =
                line(
                        "submitted",
                        "session",
                        e.session(),
                        "client",
                        e.client(),
                        "account",
                        e.account(),
                        "from",
                        e.from(),
                        "to",
                        names(e.to()));
        return who
                + pairs(
                        "size",
                        e.sizeBytes(),
                        "tls",
                        e.tls(),
                        "signed",
                        e.signedBy(),
                        "queue",
                        e.queueId(),
                        "ms",
                        millis(e.took()));
    }

    private static String refused(Event.Refused e) {
        return line(
                "refused",
                "service",
                e.service(),
                "session",
                e.session(),
                "client",
                e.client(),
                "reply",
                e.reply(),
                "cause",
                e.cause());
    }

    private static String login(Event.Login e) {
        String who =
                line("login", "service", e.service(), "session", e.session(), "client", e.client());
        return who
                + pairs(
                        "account",
                        e.account(),
                        "mechanism",
                        e.mechanism(),
                        "success",
                        e.success(),
                        "cause",
                        e.cause());
    }

    private static String out(Event.MessageOut e) {
        String who =
                line(
                        "out",
                        "queue",
                        e.queueId(),
                        "from",
                        e.from(),
                        "to",
                        names(e.to()),
                        "domain",
                        e.domain(),
                        "host",
                        e.host(),
                        "tls",
                        e.tls());
        return who
                + pairs(
                        "outcome",
                        e.outcome(),
                        "reply",
                        e.reply(),
                        "attempts",
                        e.attempts(),
                        "ms",
                        millis(e.took()));
    }

    private static String report(Event.DsnQueued e) {
        return line(
                "report",
                "queue",
                e.queueId(),
                "about",
                e.about(),
                "to",
                e.to(),
                "action",
                e.action());
    }

    private static String service(Event.Service e) {
        return line("service", "service", e.service(), "what", e.what(), "detail", e.detail());
    }

    private static String trouble(Event.Trouble e) {
        return line(
                "trouble",
                "where",
                e.where(),
                "what",
                e.what(),
                "cause",
                e.cause() == null ? "" : e.cause().toString());
    }

    /** With the stack; the messages in it may quote what came from outside. */
    private static String bug(Event.Bug e) {
        StringBuilder out = new StringBuilder(line("bug", "where", e.where()));
        Throwable cause = e.cause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            out.append("\n  ").append(Printable.of(cause.toString(), MAX_CHARS));
            StackTraceElement[] stack = cause.getStackTrace();
            for (int i = 0; i < Math.min(stack.length, MAX_FRAMES); i++) {
                out.append("\n    at ").append(stack[i]);
            }
            cause = cause.getCause();
        }
        return out.toString();
    }

    private static String millis(Duration took) {
        return Long.toString(took.toMillis());
    }

    private static String names(List<String> all) {
        String named = String.join(",", all.subList(0, Math.min(all.size(), MAX_NAMED)));
        return all.size() > MAX_NAMED ? named + ",... " + all.size() + " in all" : named;
    }

    private static String line(String what, Object... pairs) {
        return "msg=" + what + pairs(pairs);
    }

    private static String pairs(Object... pairs) {
        StringBuilder out = new StringBuilder(256);
        for (int i = 0; i < pairs.length; i += 2) {
            String value = Printable.of(String.valueOf(pairs[i + 1]), MAX_CHARS);
            out.append(' ').append(pairs[i]).append('=');
            if (value.isEmpty()
                    || value.indexOf(' ') >= 0
                    || value.indexOf('"') >= 0
                    || value.indexOf('=') >= 0) {
                out.append('"')
                        .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            } else {
                out.append(value);
            }
        }
        return out.toString();
    }
}
