package org.hikyaku.convergence;

import java.time.Instant;
import java.util.List;

/**
 * How far all followed changes have come.
 *
 * @param servers how many servers were asked
 */
public record Progress(Instant at, int servers, List<Entry> entries) {

    /** Copies the list. */
    public Progress {
        entries = List.copyOf(entries);
    }

    /** One change and its state. */
    public record Entry(FollowedChange followed, ChangeState state) {}

    /** Whether all are usable. */
    public boolean isDone() {
        return entries.stream().allMatch(e -> e.state().isUsable());
    }

    /** Whether every server answers with every change, whatever caches still hold. */
    public boolean everywhere() {
        return entries.stream()
                .allMatch(
                        e ->
                                e.state() instanceof ChangeState.ServersAnswer
                                        || e.state().isUsable());
    }
}
