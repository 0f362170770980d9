package org.hikyaku.keylife;

import java.time.Duration;
import java.time.Instant;
import org.hikyaku.keylife.KeySight.Presence;
import org.jspecify.annotations.Nullable;

/** What comes next for a key: a pure function of its state, what was seen, and the time. */
public final class KeyLife {

    /** A receiver may hold a record for a day, whatever its time to live says. */
    static final Duration LEAST_REMEMBERED = Duration.ofHours(1);

    private KeyLife() {}

    /** What has to happen so that it goes on. */
    public enum Need {
        /** Nothing, or time has to pass. */
        NOTHING,
        /** Its record has to be published. */
        PUBLISH,
        /** A person has to agree to sign with it. */
        APPROVAL,
        /** It signs, and its record is not there: what it signs fails. */
        REPAIR,
        /** It has signed for long: a successor has to be made. */
        SUCCESSOR,
        /** Its record has to be taken away. */
        UNPUBLISH
    }

    /**
     * The next state.
     *
     * @param at when it goes on by itself; null: that depends on others
     */
    public record Step(KeyState state, Need need, @Nullable Instant at) {}

    /** The next step of a key. */
    public static Step next(KeyState state, KeySight seen, KeyPolicy policy, Instant now) {
        return switch (state) {
            case KeyState.Generated generated -> generated(generated, seen, now);
            case KeyState.Published published -> published(published, seen, policy, now);
            case KeyState.Usable usable -> usable(usable, seen, policy, now);
            case KeyState.Signing signing -> signing(signing, seen, policy, now);
            case KeyState.Retired retired -> retired(retired, seen, now);
            case KeyState.Removed removed -> new Step(removed, Need.NOTHING, null);
        };
    }

    /** A key that stops to sign because another has begun. */
    static KeyState.Retired retire(KeySight seen, KeyPolicy policy, Instant now) {
        Duration ttl = longer(seen.remembered(), LEAST_REMEMBERED);
        return new KeyState.Retired(now, now.plus(policy.queueLifetime()).plus(ttl));
    }

    private static Step generated(KeyState.Generated state, KeySight seen, Instant now) {
        return switch (seen.presence()) {
            case ABSENT, OTHER ->
                    new Step(
                            new KeyState.Generated(
                                    state.since(), longer(state.remembered(), seen.remembered())),
                            Need.PUBLISH,
                            null);
            case UNKNOWN -> new Step(state, Need.NOTHING, null);
            case SOME, EVERYWHERE ->
                    seenSomewhere(new KeyState.Published(now, state.remembered(), null), seen, now);
        };
    }

    private static Step published(
            KeyState.Published state, KeySight seen, KeyPolicy policy, Instant now) {
        return switch (seen.presence()) {
            case ABSENT, OTHER ->
                    new Step(
                            new KeyState.Generated(
                                    now, longer(state.remembered(), seen.remembered())),
                            Need.PUBLISH,
                            null);
            case UNKNOWN -> new Step(state, Need.NOTHING, forgotten(state));
            case SOME, EVERYWHERE -> {
                Step step = seenSomewhere(state, seen, now);
                boolean over = step.at() != null && !now.isBefore(step.at());
                yield over ? ready(new KeyState.Usable(now, false), policy, now) : step;
            }
        };
    }

    /** RFC 2308 section 5: who asked before it was everywhere may remember that it is absent. */
    private static Step seenSomewhere(KeyState.Published state, KeySight seen, Instant now) {
        Instant everywhere = state.everywhere();
        if (seen.presence() == Presence.EVERYWHERE && everywhere == null) {
            everywhere = now;
        } else if (seen.presence() != Presence.EVERYWHERE) {
            everywhere = null;
        }
        KeyState.Published next =
                new KeyState.Published(state.since(), state.remembered(), everywhere);
        return new Step(next, Need.NOTHING, forgotten(next));
    }

    private static @Nullable Instant forgotten(KeyState.Published state) {
        return state.everywhere() == null ? null : state.everywhere().plus(state.remembered());
    }

    private static Step usable(
            KeyState.Usable state, KeySight seen, KeyPolicy policy, Instant now) {
        return switch (seen.presence()) {
            case EVERYWHERE -> ready(state, policy, now);
            case UNKNOWN -> new Step(state, Need.NOTHING, null);
            case SOME ->
                    new Step(
                            new KeyState.Published(now, seen.remembered(), null),
                            Need.NOTHING,
                            null);
            case ABSENT, OTHER ->
                    new Step(new KeyState.Generated(now, seen.remembered()), Need.PUBLISH, null);
        };
    }

    private static Step ready(KeyState.Usable state, KeyPolicy policy, Instant now) {
        return policy.approval() && !state.approved()
                ? new Step(state, Need.APPROVAL, null)
                : new Step(new KeyState.Signing(now), Need.NOTHING, null);
    }

    private static Step signing(
            KeyState.Signing state, KeySight seen, KeyPolicy policy, Instant now) {
        if (seen.presence() == Presence.ABSENT || seen.presence() == Presence.OTHER) {
            return new Step(state, Need.REPAIR, null);
        }
        if (policy.rotateAfter() == null) {
            return new Step(state, Need.NOTHING, null);
        }
        Instant old = state.since().plus(policy.rotateAfter());
        return now.isBefore(old)
                ? new Step(state, Need.NOTHING, old)
                : new Step(state, Need.SUCCESSOR, null);
    }

    private static Step retired(KeyState.Retired state, KeySight seen, Instant now) {
        if (now.isBefore(state.removable())) {
            return new Step(state, Need.NOTHING, state.removable());
        }
        return switch (seen.presence()) {
            case ABSENT, OTHER -> new Step(new KeyState.Removed(now), Need.NOTHING, null);
            case UNKNOWN -> new Step(state, Need.NOTHING, null);
            case SOME, EVERYWHERE -> new Step(state, Need.UNPUBLISH, null);
        };
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
