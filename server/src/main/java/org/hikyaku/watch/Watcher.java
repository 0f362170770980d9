package org.hikyaku.watch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.maillog.MailAttempt;
import org.hikyaku.maillog.MailLives;
import org.hikyaku.maillog.SyslogLine;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Evidence;

/** Turns a log into evidence, one batch after the other. Belongs to one thread. */
public final class Watcher {

    /** A word of the log that nobody has bounded. */
    private static final int MAX_WORD_CHARS = 320;

    /**
     * What one batch came to.
     *
     * @param read lines
     * @param attempts that were recorded
     */
    public record Step(int read, List<MailAttempt> attempts) {
        /** Copies the list. */
        public Step {
            attempts = List.copyOf(attempts);
        }
    }

    private final LogSource source;
    private final Evidence evidence;
    private final EventLog events;
    private final MailLives lives = new MailLives();
    private String place = "";

    /** Watches {@code source}. */
    public Watcher(LogSource source, Evidence evidence, EventLog events) {
        this.source = source;
        this.evidence = evidence;
        this.events = events;
    }

    /**
     * Begins where the last one has ended.
     *
     * @throws IOException where the source cannot be read
     */
    public void begin() throws IOException {
        place = evidence.place(source.name()).orElse("");
        source.begin(place).forEach(lives::take);
    }

    /**
     * Takes what is new now; what it returns is durable.
     *
     * @throws IOException where the source cannot be read
     */
    public Step step(Instant now) throws IOException {
        LogSource.Batch batch = source.next(now);
        List<MailAttempt> found = new ArrayList<>();
        for (SyslogLine line : batch.lines()) {
            lives.take(line).filter(a -> !isOnTheWay(a)).ifPresent(found::add);
        }
        if (batch.read() > 0) {
            evidence.record(
                    found.stream().map(Watcher::row).toList(), source.name(), place, batch.place());
            place = batch.place();
            found.forEach(a -> events.emit(event(a)));
        }
        return new Step(batch.read(), found);
    }

    /** Handed to a filter of this machine, from which it comes back: nobody has got it yet. */
    private static boolean isOnTheWay(MailAttempt attempt) {
        String address = attempt.relay().address();
        return attempt.outcome() == MailAttempt.Outcome.DELIVERED
                && (address.startsWith("127.") || address.equals("::1"))
                && attempt.text().contains("queued as");
    }

    private static Evidence.Attempt row(MailAttempt attempt) {
        return new Evidence.Attempt(
                attempt.at(),
                attempt.queueId(),
                domain(attempt.to()),
                host(attempt),
                attempt.tls(),
                outcome(attempt),
                attempt.text(),
                attempt.relay().address(),
                attempt.delay());
    }

    /** As our own attempts have it: the host, "local", or nothing. */
    private static String host(MailAttempt attempt) {
        String name = attempt.relay().name();
        return name.equals("none") ? "" : bounded(name);
    }

    private static String domain(String to) {
        String text = to.substring(to.lastIndexOf('@') + 1);
        return DomainName.parse(text).map(DomainName::ascii).orElseGet(() -> bounded(text));
    }

    private static String bounded(String text) {
        return text.length() > MAX_WORD_CHARS ? text.substring(0, MAX_WORD_CHARS) : text;
    }

    /** The word of our own rows. */
    public static String outcome(MailAttempt attempt) {
        return attempt.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static Event.MessageOut event(MailAttempt attempt) {
        Duration took = attempt.delay();
        return new Event.MessageOut(
                attempt.queueId(),
                attempt.from(),
                List.of(attempt.to()),
                domain(attempt.to()),
                host(attempt),
                attempt.tls(),
                outcome(attempt),
                attempt.text(),
                1,
                took);
    }
}
