package org.hikyaku.maillog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.maillog.MailAttempt.Outcome;
import org.hikyaku.maillog.PostfixEvent.Relay;
import org.hikyaku.maillog.PostfixEvent.Status;

/**
 * Joins the lines of each message. A queue id belongs to a message until that is removed or another
 * begins under it; the longest unheard are forgotten first.
 */
public final class MailLives {

    /** Messages and connections that are remembered, of all instances. */
    private static final int MAX_REMEMBERED = 50_000;

    /** A reply as long as RFC 5321 section 4.5.3.1.5 lets a line be, some lines of it. */
    private static final int MAX_TEXT_CHARS = 2000;

    private record Life(String from, String messageId) {}

    private record Encryption(Relay relay, String tls) {}

    private static <V> Map<String, V> memory() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };
    }

    private final Map<String, Life> lives = memory();
    private final Map<String, Encryption> byProcess = memory();
    private final Map<String, String> byRelay = memory();

    /** Takes one line; the attempt that it tells of, if it does. */
    public Optional<MailAttempt> take(SyslogLine line) {
        int slash = line.program().lastIndexOf('/');
        if (slash <= 0) {
            return Optional.empty();
        }
        String[] names = line.program().split("/");
        // With syslog_name = postfix/submission the name has a part more.
        String instance = names[0];
        return PostfixEvent.parse(names[names.length - 1], line.message())
                .flatMap(event -> taken(line, instance, event));
    }

    private Optional<MailAttempt> taken(SyslogLine line, String instance, PostfixEvent event) {
        String prefix = line.host() + " " + instance + " ";
        switch (event) {
            case PostfixEvent.Begun(String id, _) -> lives.put(prefix + id, new Life("?", ""));
            case PostfixEvent.Named(String id, String name) ->
                    lives.compute(
                            prefix + id, (_, l) -> new Life(l == null ? "?" : l.from(), name));
            case PostfixEvent.Queued(String id, String from, _, _) ->
                    lives.compute(
                            prefix + id, (_, l) -> new Life(from, l == null ? "" : l.messageId()));
            case PostfixEvent.Removed(String id) -> lives.remove(prefix + id);
            case PostfixEvent.Encrypted(Relay relay, String trust, String tls) ->
                    encrypted(prefix, line.pid(), relay, told(trust, tls));
            case PostfixEvent.Expired _ -> {} // its recipients had attempts that tell why
            case PostfixEvent.Attempted attempted -> {
                return attempt(line, instance, attempted);
            }
        }
        return Optional.empty();
    }

    /** As our own attempts tell it: a certificate for the host's name is worth a word. */
    private static String told(String trust, String tls) {
        return trust.equals("verified") ? tls + " verified" : tls;
    }

    private void encrypted(String prefix, String pid, Relay relay, String tls) {
        byProcess.put(prefix + pid, new Encryption(relay, tls));
        byRelay.put(prefix + relay, tls);
    }

    private Optional<MailAttempt> attempt(
            SyslogLine line, String instance, PostfixEvent.Attempted attempted) {
        Optional<Outcome> outcome = outcome(attempted.status());
        Life life = lives.get(line.host() + " " + instance + " " + attempted.queueId());
        return outcome.map(
                o ->
                        new MailAttempt(
                                line.at(),
                                instance,
                                attempted.queueId(),
                                life == null ? "" : life.messageId(),
                                life == null ? "?" : life.from(),
                                attempted.to(),
                                attempted.relay(),
                                tls(line, instance, attempted),
                                o,
                                attempted.dsn(),
                                bounded(attempted.text()),
                                attempted.delay()));
    }

    private static Optional<Outcome> outcome(Status status) {
        return switch (status) {
            case SENT -> Optional.of(Outcome.DELIVERED);
            case DEFERRED -> Optional.of(Outcome.DEFERRED);
            case BOUNCED -> Optional.of(Outcome.BOUNCED);
            case PROBED -> Optional.empty();
        };
    }

    private String tls(SyslogLine line, String instance, PostfixEvent.Attempted attempted) {
        Relay relay = attempted.relay();
        boolean host = !relay.address().isEmpty() && !relay.address().startsWith("/");
        if (!host) {
            return "none";
        }
        String prefix = line.host() + " " + instance + " ";
        Encryption own = byProcess.get(prefix + line.pid());
        return own != null && own.relay().equals(relay)
                ? own.tls()
                // A connection that was used again may have been made by another process.
                : byRelay.getOrDefault(prefix + relay, "?");
    }

    private static String bounded(String text) {
        return text.length() > MAX_TEXT_CHARS ? text.substring(0, MAX_TEXT_CHARS) : text;
    }
}
