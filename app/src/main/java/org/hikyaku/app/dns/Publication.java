package org.hikyaku.app.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hikyaku.convergence.FollowedChange;
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

    /** What became of it. */
    record Result(boolean everywhere, Map<String, @Nullable Object> data) {}

    /** Publishes what is left of {@code record}; {@link CommandFailure} where that fails. */
    Result publish(ChangeRecord record, ChangeRecord.State whenDone) {
        Lines lines = session.lines();
        Publisher publisher = publisher(record.zone());
        Following following = new Following(session);
        List<FollowedChange> followed = limit.isZero() ? List.of() : following.prepare(record);
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
        boolean everywhere = following.follow(followed, limit);
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
}
