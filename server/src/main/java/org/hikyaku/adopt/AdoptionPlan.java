package org.hikyaku.adopt;

import java.util.List;

/**
 * What is to be done, in an order in which mail never stops.
 *
 * @param steps done from the first to the last, taken back from the last to the first
 */
public record AdoptionPlan(List<Step> steps) {

    /** With a copy of the steps. */
    public AdoptionPlan {
        steps = List.copyOf(steps);
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
