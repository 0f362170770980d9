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

    private static final int MAX_CHARS = 500;

    private final Logger log = LoggerFactory.getLogger("mail");

    @Override
    public void emit(Event event) {
        switch (event) {
            case Event.MessageIn e ->
                    log.info(
                            "{}",
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
                                    e.tls(),
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
                                    millis(e.took())));
            case Event.MessageSubmitted e ->
                    log.info(
                            "{}",
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
                                    names(e.to()),
                                    "size",
                                    e.sizeBytes(),
                                    "tls",
                                    e.tls(),
                                    "signed",
                                    e.signedBy(),
                                    "queue",
                                    e.queueId(),
                                    "ms",
                                    millis(e.took())));
            case Event.Refused e ->
                    log.info(
                            "{}",
                            line(
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
                                    e.cause()));
            case Event.Login e ->
                    log.info(
                            "{}",
                            line(
                                    "login",
                                    "service",
                                    e.service(),
                                    "session",
                                    e.session(),
                                    "client",
                                    e.client(),
                                    "account",
                                    e.account(),
                                    "mechanism",
                                    e.mechanism(),
                                    "success",
                                    e.success(),
                                    "cause",
                                    e.cause()));
            case Event.MessageOut e ->
                    log.info(
                            "{}",
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
                                    e.tls(),
                                    "outcome",
                                    e.outcome(),
                                    "reply",
                                    e.reply(),
                                    "attempts",
                                    e.attempts(),
                                    "ms",
                                    millis(e.took())));
            case Event.DsnQueued e ->
                    log.info(
                            "{}",
                            line(
                                    "report",
                                    "queue",
                                    e.queueId(),
                                    "about",
                                    e.about(),
                                    "to",
                                    e.to(),
                                    "action",
                                    e.action()));
            case Event.Service e ->
                    log.info(
                            "{}",
                            line(
                                    "service",
                                    "service",
                                    e.service(),
                                    "what",
                                    e.what(),
                                    "detail",
                                    e.detail()));
            case Event.Bug e -> log.error(line("bug", "where", e.where()), e.cause());
            case Event.Trouble e ->
                    log.warn(
                            "{}",
                            line(
                                    "trouble",
                                    "where",
                                    e.where(),
                                    "what",
                                    e.what(),
                                    "cause",
                                    e.cause() == null ? "" : e.cause().toString()));
        }
    }

    private static String millis(Duration took) {
        return Long.toString(took.toMillis());
    }

    private static String names(List<String> all) {
        String named = String.join(",", all.subList(0, Math.min(all.size(), MAX_NAMED)));
        return all.size() > MAX_NAMED ? named + ",... " + all.size() + " in all" : named;
    }

    private static String line(String what, Object... pairs) {
        StringBuilder out = new StringBuilder(256).append("msg=").append(what);
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
