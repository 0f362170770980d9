package org.hikyaku.app.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.convergence.FollowedChange;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.Progress;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublishException;
import org.hikyaku.zones.Published;
import org.hikyaku.zones.Publisher;
import org.hikyaku.zones.Publishers;
import org.jspecify.annotations.Nullable;

/**
 * Publishes changes that are written down already, keeps the record of how far it came, and follows
 * them at the servers of the zone.
 *
 * @param limit how long they are followed; zero: not at all
 */
record Publication(DnsSession session, ChangeRecords records, Duration limit) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What became of it. */
    record Result(boolean everywhere, Map<String, @Nullable Object> data) {}

    /** Publishes what is left of {@code record}; {@link CommandFailure} where that fails. */
    Result publish(ChangeRecord record, ChangeRecord.State whenDone) {
        Lines lines = session.lines();
        Publisher publisher = publisher(record.zone());
        List<FollowedChange> followed = limit.isZero() ? List.of() : prepare(record);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("publisher", publisher.description());
        Published published;
        try {
            published = publisher.publish(record.zone(), record.left());
        } catch (PublishException e) {
            records.save(record.with(record.state(), e.left()));
            throw session.failure(
                    "apply.failed",
                    String.valueOf(e.getMessage()),
                    e.remedy(),
                    e.done().size(),
                    e.left().size());
        }
        records.save(record.with(whenDone, published.byHand()));
        data.put("changed", published.changed());
        data.put("present", published.present());
        OptionalLong serial = published.serial();
        data.put("serial", serial.isPresent() ? serial.getAsLong() : null);
        data.put("byHand", published.isByHand() ? published.instructions() : null);
        tell(published, lines);
        if (limit.isZero() || published.isByHand()) {
            data.put("everywhere", null);
            return new Result(!published.isByHand(), data);
        }
        boolean everywhere = follow(record.zone(), followed);
        data.put("everywhere", everywhere);
        return new Result(everywhere, data);
    }

    private static void tell(Published published, Lines lines) {
        if (published.isByHand()) {
            lines.say("", lines.text("apply.hand"));
            lines.out().text(published.instructions());
            return;
        }
        lines.say("", lines.text("apply.done", published.changed(), published.present()));
        published
                .serial()
                .ifPresent(s -> lines.say("", lines.text("apply.serial", Long.toString(s))));
    }

    private Publisher publisher(DomainName zone) {
        return new Publishers(session.usual(), session.clock())
                .of(session.settings().dns().publishers().of(zone));
    }

    private ZoneObserver observer() {
        // A resolver without a memory: what is followed changes.
        return new ZoneObserver(
                ServerQueries.network(PATIENCE),
                Resolvers.of(session.settings().dns()),
                session.settings().dns().publishers()::primary);
    }

    private List<FollowedChange> prepare(ChangeRecord record) {
        return observer().prepare(record.zone(), record.left(), session.clock().instant());
    }

    private boolean follow(DomainName zone, List<FollowedChange> changes) {
        Lines lines = session.lines();
        lines.say("", lines.text("follow.head", changes.size(), zone.unicode()));
        FollowReport report = new FollowReport(lines);
        Follower follower = new Follower(observer(), session.clock(), Follower.Pause.sleeping());
        Instant now = session.clock().instant();
        Progress last;
        try {
            last =
                    follower.follow(
                            Follower.begin(changes, now),
                            Follower.Goal.EVERYWHERE,
                            limit,
                            report::tell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw session.failure("dns.interrupted");
        }
        if (last.everywhere()) {
            lines.say("", lines.text("follow.everywhere"), Colour.ADD);
            report.until(last);
        } else {
            lines.say("", lines.text("follow.late", zone.unicode()), Colour.CHANGE);
        }
        return last.everywhere();
    }
}
