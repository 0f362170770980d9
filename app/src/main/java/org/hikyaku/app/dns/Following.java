package org.hikyaku.app.dns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.convergence.FollowFile;
import org.hikyaku.convergence.FollowedChange;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.Progress;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.name.DomainName;

/**
 * Follows changes at the servers of their zone and tells how far they are. What is followed is kept
 * in the data folder, so that another command goes on where one was interrupted.
 */
record Following(DnsSession session) {

    private static final String FILE = "following";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Path path() {
        return session.common()
                .dir()
                .resolve("dns")
                .resolve(session.domain().ascii())
                .resolve(FILE);
    }

    private ZoneObserver observer() {
        // A resolver without a memory: what is followed changes.
        return new ZoneObserver(
                ServerQueries.network(PATIENCE),
                Resolvers.of(session.settings().dns()),
                session.settings().dns().publishers()::primary);
    }

    /** Changes as they are to be followed. To be called before they are published. */
    List<FollowedChange> prepare(ChangeRecord record) {
        return observer().prepare(record.zone(), record.left(), session.clock().instant());
    }

    /** What was followed last and is not usable everywhere yet. */
    Optional<Progress> kept() {
        try {
            return new FollowFile(path()).read();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private CommandFailure failure(IOException e) {
        return session.failure("follow.file", path(), String.valueOf(e.getMessage()));
    }

    /** Whether every server answers with all of it when {@code limit} is over. */
    boolean follow(List<FollowedChange> changes, Duration limit) {
        return follow(
                Follower.begin(changes, session.clock().instant()),
                Follower.Goal.EVERYWHERE,
                limit);
    }

    /** Whether the goal is reached when {@code limit} is over. */
    boolean follow(Progress begun, Follower.Goal goal, Duration limit) {
        Lines lines = session.lines();
        DomainName zone = begun.entries().getFirst().followed().zone();
        lines.say(
                "",
                lines.text(
                        "follow.head",
                        begun.entries().size(),
                        zone.unicode(),
                        session.domain().unicode()));
        FollowReport report = new FollowReport(lines);
        Follower follower = new Follower(observer(), session.clock(), Follower.Pause.sleeping());
        keep(begun);
        Progress last;
        try {
            last =
                    follower.follow(
                            begun,
                            goal,
                            limit,
                            progress -> {
                                report.tell(progress);
                                keep(progress);
                            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw session.failure("follow.interrupted", session.domain().unicode());
        }
        keep(last);
        boolean reached =
                switch (goal) {
                    case EVERYWHERE -> last.everywhere();
                    case USABLE -> last.isDone();
                };
        if (last.isDone()) {
            lines.say("", lines.text("follow.usable"), Colour.ADD);
        } else if (last.everywhere()) {
            lines.say("", lines.text("follow.everywhere"), Colour.ADD);
            report.until(last);
        } else {
            lines.say("", lines.text("follow.late", session.domain().unicode()), Colour.CHANGE);
        }
        return reached;
    }

    /** What is usable everywhere need not be followed any more. */
    private void keep(Progress progress) {
        FollowFile file = new FollowFile(path());
        try {
            if (progress.isDone()) {
                file.delete();
            } else {
                file.write(progress);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
