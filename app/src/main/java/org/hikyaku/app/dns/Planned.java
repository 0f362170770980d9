package org.hikyaku.app.dns;

import java.util.List;
import java.util.stream.Stream;
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
     * What our own mail says about a plan.
     *
     * @param addresses how many it leaves from
     * @param deliveries of the period that mail is replayed of
     */
    record Own(int addresses, int deliveries, List<Flip> flips) {
        Own {
            flips = List.copyOf(flips);
        }
    }

    /**
     * What mail that was seen says about a plan.
     *
     * @param replayed how many messages were judged
     * @param skipped how many could not be, because they do not tell who sent them
     * @param own our mail as it leaves
     */
    record Proof(int replayed, int skipped, List<Flip> flips, Own own) {
        Proof {
            flips = List.copyOf(flips);
        }

        /** Of messages that were seen alone. */
        static Proof of(int replayed, int skipped, List<Flip> flips) {
            return new Proof(replayed, skipped, flips, new Own(0, 0, List.of()));
        }

        Proof with(Own other) {
            return new Proof(replayed, skipped, flips, other);
        }

        /** Messages that passed and would not any more. */
        List<Flip> losses() {
            return Stream.concat(flips.stream(), own.flips().stream())
                    .filter(Flip::isLoss)
                    .toList();
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
