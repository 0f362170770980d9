package org.hikyaku.convergence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hikyaku.dns.Place;
import org.hikyaku.name.DomainName;

/**
 * Follows changes until they have arrived: looks, tells, waits a little longer each time. Blocks;
 * to be run on a virtual thread.
 */
public final class Follower {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Others' servers are not asked more often than this for long. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final ZoneObserver observer;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Waits for {@code duration}. */
        void pause(Duration duration) throws InterruptedException;

        /** Really. */
        static Pause sleeping() {
            return Thread::sleep;
        }
    }

    /** What is waited for. */
    public enum Goal {
        /** Every server answers with every change. */
        EVERYWHERE,
        /** And no cache says otherwise. */
        USABLE
    }

    /** A follower. */
    public Follower(ZoneObserver observer, InstantSource clock, Pause pause) {
        this.observer = observer;
        this.clock = clock;
        this.pause = pause;
    }

    /** How following begins: all written, nothing seen. */
    public static Progress begin(List<FollowedChange> changes, Instant at) {
        return new Progress(
                at,
                0,
                changes.stream().map(c -> new Progress.Entry(c, Convergence.start())).toList());
    }

    /**
     * Follows until {@code goal} is reached or {@code limit} has passed; the last progress tells
     * which. May be called again with it, also by another process.
     *
     * @param listener is told the progress after each look whose states differ from those before
     */
    public Progress follow(Progress from, Goal goal, Duration limit, Consumer<Progress> listener)
            throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        Duration wait = FIRST_PAUSE;
        Progress progress = look(from);
        listener.accept(progress);
        while (!isReached(progress, goal) && clock.instant().isBefore(end)) {
            pause.pause(shorter(wait, Duration.between(clock.instant(), end)));
            wait = shorter(wait.multipliedBy(2), LONGEST_PAUSE);
            Progress next = look(progress);
            if (!next.entries().equals(progress.entries())) {
                listener.accept(next);
                wait = FIRST_PAUSE;
            }
            progress = next;
        }
        return progress;
    }

    private static boolean isReached(Progress progress, Goal goal) {
        return switch (goal) {
            case EVERYWHERE -> progress.everywhere();
            case USABLE -> progress.isDone();
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Looks once and moves each state on. */
    public Progress look(Progress from) {
        Map<DomainName, Set<Place>> places = new LinkedHashMap<>();
        for (Progress.Entry entry : from.entries()) {
            if (!entry.state().isUsable()) {
                places.computeIfAbsent(entry.followed().zone(), _ -> new LinkedHashSet<>())
                        .add(entry.followed().place());
            }
        }
        Map<DomainName, ZoneSight> sights = new LinkedHashMap<>();
        places.forEach((zone, asked) -> sights.put(zone, observer.look(zone, asked)));
        Instant now = clock.instant();
        List<Progress.Entry> entries = new ArrayList<>();
        int servers = 0;
        for (Progress.Entry entry : from.entries()) {
            ZoneSight sight = sights.get(entry.followed().zone());
            entries.add(
                    sight == null
                            ? entry
                            : new Progress.Entry(
                                    entry.followed(),
                                    Convergence.next(entry.followed(), entry.state(), sight, now)));
        }
        for (ZoneSight sight : sights.values()) {
            servers += sight.servers().size();
        }
        return new Progress(now, servers, entries);
    }
}
