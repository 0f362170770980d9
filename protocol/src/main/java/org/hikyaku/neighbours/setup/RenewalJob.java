package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.renewal.Crontab;
import org.hikyaku.neighbours.text.Place;

/** What starts a renewal. */
public sealed interface RenewalJob {

    /** Where it is written down. */
    Place at();

    /** Hooks that its own command line gives. */
    List<Hook> hooks();

    /** A line of a crontab. */
    record Cron(Crontab.Job job, List<Hook> hooks) implements RenewalJob {

        /** Copies the list. */
        public Cron {
            hooks = List.copyOf(hooks);
        }

        @Override
        public Place at() {
            return job.at();
        }
    }

    /** A timer of systemd that is switched on. */
    record Timer(String unit, Place at) implements RenewalJob {

        @Override
        public List<Hook> hooks() {
            return List.of();
        }
    }

    /** The line, where it is one. */
    default Optional<Crontab.Job> line() {
        return switch (this) {
            case Cron cron -> Optional.of(cron.job());
            case Timer _ -> Optional.empty();
        };
    }
}
