package org.hikyaku.keylife;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key, what was seen of it, and what comes next.
 *
 * @param record the text of its record
 * @param at when it goes on by itself; null: that depends on others
 * @param carriedOut whether what was needed has just been published or taken away
 * @param instructions what a person has to publish; empty for nothing
 * @param problem why publishing failed and what to do, one line; empty where it did not
 */
public record KeyReport(
        LivingKey key,
        String record,
        KeySight sight,
        KeyLife.Need need,
        @Nullable Instant at,
        boolean carriedOut,
        String instructions,
        String problem) {

    /** The state's word: {@code generated}, {@code published}, and so on. */
    public String stateWord() {
        return StateJson.word(key.state());
    }

    /** Whether mail suffers, or would, and nobody has mended it. */
    public boolean isTrouble() {
        return !problem.isEmpty() || (need == KeyLife.Need.REPAIR && !carriedOut);
    }

    KeyReport failed(String why) {
        return new KeyReport(key, record, sight, need, at, false, "", why);
    }

    KeyReport handedOver(String byHand) {
        return new KeyReport(key, record, sight, need, at, byHand.isEmpty(), byHand, "");
    }
}
