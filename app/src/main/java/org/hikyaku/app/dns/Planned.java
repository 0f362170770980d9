package org.hikyaku.app.dns;

import java.util.List;
import org.hikyaku.dns.Resolver;
import org.hikyaku.plan.Flip;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.plan.ZonePlan;
import org.jspecify.annotations.Nullable;

/**
 * A plan with its proof.
 *
 * @param budget of the SPF record as it will be; null where there is none
 * @param resolver the DNS of now
 */
record Planned(ZonePlan plan, @Nullable SpfBudget budget, Proof proof, Resolver resolver) {

    /**
     * What mail that was seen says about a plan.
     *
     * @param replayed how many messages were judged
     * @param skipped how many could not be, because they do not tell who sent them
     */
    record Proof(int replayed, int skipped, List<Flip> flips) {
        Proof {
            flips = List.copyOf(flips);
        }

        /** Messages that passed and would not any more. */
        List<Flip> losses() {
            return flips.stream().filter(Flip::isLoss).toList();
        }
    }

    boolean isBlocked() {
        return !proof.losses().isEmpty();
    }

    /** Whether there is something to do or to decide. */
    boolean isOpen() {
        return !plan.changes().isEmpty() || !plan.conflicts().isEmpty();
    }
}
