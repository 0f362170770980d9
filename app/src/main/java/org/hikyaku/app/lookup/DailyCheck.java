package org.hikyaku.app.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.probe.Answers;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreException;

/**
 * Looks at each of our domains once a day, keeps what it found, and logs what has changed. One
 * thread of its own; closing it ends it.
 */
public final class DailyCheck implements AutoCloseable {

    private static final Duration EVERY = Duration.ofHours(24);

    /** So that not all servers ask at the same time. */
    private static final Duration JITTER = Duration.ofHours(2);

    /** How exact a time of day is, and how soon new settings hold. */
    private static final Duration TICK = Duration.ofMinutes(1);

    /** After the start of the server: the first minutes belong to the mail. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    /**
     * What it works with.
     *
     * @param dir the data folder, for the history
     * @param host this server's name
     * @param addresses that this server sends from
     * @param settings as they are at the moment
     * @param answers a fresh one for each look
     */
    public record Parts(
            Path dir,
            DomainName host,
            Supplier<List<InetAddress>> addresses,
            Store store,
            Supplier<Settings.Check> settings,
            Supplier<Answers> answers,
            InstantSource clock,
            RandomGenerator random,
            EventLog events) {}

    /** Answers over the network. */
    public static Answers answers(Resolver resolver, DomainName host) {
        return NetworkOptions.over(resolver, host);
    }

    private final Parts parts;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;

    private DailyCheck(Parts parts) {
        this.parts = parts;
        this.thread = Thread.ofVirtual().name("daily-check").unstarted(this::run);
    }

    /** Starts to look each day. */
    public static DailyCheck start(Parts parts) {
        DailyCheck check = new DailyCheck(parts);
        check.thread.start();
        return check;
    }

    private void run() {
        try {
            Instant last = parts.clock().instant();
            Duration pause = firstPause(parts.random());
            while (!ending.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                Settings.Check settings = parts.settings().get();
                Instant now = parts.clock().instant();
                if (settings.daily() && !now.isBefore(due(settings, last, pause))) {
                    look(parts);
                    last = now;
                    pause = pause(parts.random());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * When to look next: at the time of day that is set, else {@code pause} after the last look.
     */
    static Instant due(Settings.Check settings, Instant last, Duration pause) {
        LocalTime at = settings.at();
        if (at == null) {
            return last.plus(pause);
        }
        ZonedDateTime local = last.atZone(ZoneId.systemDefault());
        ZonedDateTime same = local.with(at);
        return (same.isAfter(local) ? same : same.plusDays(1)).toInstant();
    }

    static Duration firstPause(RandomGenerator random) {
        return FIRST.plus(Duration.ofMillis(random.nextLong(FIRST.toMillis())));
    }

    static Duration pause(RandomGenerator random) {
        return EVERY.minus(JITTER).plus(Duration.ofMillis(random.nextLong(2 * JITTER.toMillis())));
    }

    /** Looks at every domain that was not looked at lately. */
    static void look(Parts parts) throws InterruptedException {
        try {
            for (LocalDomain domain : parts.store().domains().list()) {
                look(parts, domain.name());
            }
        } catch (StoreException e) {
            parts.events().emit(new Event.Trouble("check", "the domains cannot be read", e));
        }
    }

    private static void look(Parts parts, DomainName domain) throws InterruptedException {
        CheckHistory history = DomainCheckCommand.history(parts.dir());
        Instant now = parts.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            Optional<CheckHistory.Entry> last = history.last(domain);
            Settings.Check settings = parts.settings().get();
            // After a restart, or where somebody has asked by hand, another day is soon enough.
            Duration apart = settings.at() == null ? EVERY.minus(JITTER) : JITTER;
            if (last.isPresent() && last.get().at().plus(apart).isAfter(now)) {
                return;
            }
            OwnDomain own =
                    new OwnDomain(
                            domain,
                            parts.host(),
                            parts.addresses().get(),
                            SigningKeys.usable(parts.store().keys(), domain));
            OwnDomain.State state =
                    own.look(parts.answers().get(), settings.blockLists(), settings.connects());
            CheckHistory.Entry entry = CheckHistory.Entry.of(now, domain, state.problems());
            report(parts.events(), entry, history.add(entry));
        } catch (IOException e) {
            parts.events().emit(new Event.Trouble("check", domain + ": no history", e));
        }
    }

    private static void report(
            EventLog events, CheckHistory.Entry now, Optional<CheckHistory.Entry> before) {
        CheckHistory.Entry earlier =
                before.orElse(new CheckHistory.Entry(now.at(), now.domain(), Set.of()));
        Set<String> fresh = now.newSince(earlier);
        Set<String> gone = earlier.newSince(now);
        if (!fresh.isEmpty()) {
            events.emit(new Event.Trouble("check", now.domain() + ": " + logged(fresh), null));
        }
        if (!gone.isEmpty()) {
            events.emit(new Event.Service("check", "solved", now.domain() + ": " + logged(gone)));
        }
        events.emit(
                new Event.Service(
                        "check",
                        "done",
                        now.domain() + ": " + now.problems().size() + " problems"));
    }

    private static String logged(Set<String> problems) {
        return problems.stream().map(Problem::logged).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        ending.countDown();
        thread.interrupt();
    }
}
