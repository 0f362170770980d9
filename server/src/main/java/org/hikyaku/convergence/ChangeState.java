package org.hikyaku.convergence;

import java.time.Instant;
import java.util.List;

/**
 * How far a change has come on its way into the world. The states follow each other in the order in
 * which they stand here; who needs a record waits for {@link Usable}.
 */
public sealed interface ChangeState {

    /** Servers that are not there yet, and why; empty where nobody is waited for. */
    List<Behind> behind();

    /** Whether the record may be relied upon. */
    default boolean isUsable() {
        return this instanceof Usable;
    }

    /** It was published; no server shows it yet. */
    record Written(List<Behind> behind) implements ChangeState {
        /** Copies the list. */
        public Written {
            behind = List.copyOf(behind);
        }
    }

    /** The primary has a higher serial than before, but not the record yet. */
    record SerialRaised(long serial, List<Behind> behind) implements ChangeState {
        /** Copies the list. */
        public SerialRaised {
            behind = List.copyOf(behind);
        }
    }

    /**
     * The primary answers with it; not all secondaries do.
     *
     * @param since when that was first seen
     */
    record PrimaryAnswers(Instant since, long serial, List<Behind> behind) implements ChangeState {
        /** Copies the list. */
        public PrimaryAnswers {
            behind = List.copyOf(behind);
        }
    }

    /**
     * Every server answers with it; a cache may still hold what was there before.
     *
     * @param since when all were first seen to agree
     * @param until when the last cache has forgotten: {@code since} and the old time to live
     * @param behind a resolver that rejects the zone's signatures, if any
     */
    record ServersAnswer(Instant since, Instant until, List<Behind> behind) implements ChangeState {
        /** Copies the list. */
        public ServersAnswer {
            behind = List.copyOf(behind);
        }
    }

    /** Every server answers with it and no cache says otherwise. */
    record Usable(Instant since) implements ChangeState {
        @Override
        public List<Behind> behind() {
            return List.of();
        }
    }
}
