package org.hikyaku.app.dns;

import java.time.Instant;
import java.util.List;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;

/**
 * What an apply did, or was about to do: with it the work can go on after a failure and be taken
 * back later.
 *
 * @param changes all of them, in order
 * @param left those that are not known to be done
 */
record ChangeRecord(
        DomainName domain,
        DomainName zone,
        Instant at,
        State state,
        List<RecordChange> changes,
        List<RecordChange> left) {

    ChangeRecord {
        changes = List.copyOf(changes);
        left = List.copyOf(left);
    }

    /** How far it came. */
    enum State {
        /** Written down; the changes may be there or not. */
        BEGUN,
        /** Published, or handed to a person. */
        DONE,
        /** Taken back. */
        UNDONE
    }

    static ChangeRecord begin(
            DomainName domain, DomainName zone, Instant at, List<RecordChange> changes) {
        return new ChangeRecord(domain, zone, at, State.BEGUN, changes, changes);
    }

    ChangeRecord with(State newState, List<RecordChange> newLeft) {
        return new ChangeRecord(domain, zone, at, newState, changes, newLeft);
    }

    /** What takes all of it back, the last first. Publishers count what is not there as done. */
    List<RecordChange> inverse() {
        return changes.reversed().stream().map(RecordChange::inverse).toList();
    }
}
