package org.hikyaku.milter;

import java.util.Set;

/**
 * What one side offers, or both have agreed on.
 *
 * @param version of the protocol
 * @param actions bits of {@link MilterAction}, and such as are not known here
 * @param steps bits of {@link MilterStep}, and such as are not known here
 */
public record MilterOptions(int version, int actions, int steps) {

    /** The newest version that there is (Sendmail 8.14, Postfix 2.6). */
    public static final int NEWEST = 6;

    /** Sendmail 8.12; version 1 was never in a release. */
    public static final int OLDEST = 2;

    /** Of those sets. */
    public static MilterOptions of(int version, Set<MilterAction> actions, Set<MilterStep> steps) {
        int actionBits = 0;
        for (MilterAction action : actions) {
            actionBits |= action.bit();
        }
        int stepBits = 0;
        for (MilterStep step : steps) {
            stepBits |= step.bit();
        }
        return new MilterOptions(version, actionBits, stepBits);
    }

    /** Whether {@code action} is among them. */
    public boolean has(MilterAction action) {
        return (actions & action.bit()) != 0;
    }

    /** Whether {@code step} is among them. */
    public boolean has(MilterStep step) {
        return (steps & step.bit()) != 0;
    }

    /** What of {@code wanted} is offered here, in the older of both versions. */
    public MilterOptions agreed(MilterOptions wanted) {
        return new MilterOptions(
                Math.min(version, wanted.version), actions & wanted.actions, steps & wanted.steps);
    }

    /** For people. */
    @Override
    public String toString() {
        return "version %d, actions %x, steps %x".formatted(version, actions, steps);
    }
}
