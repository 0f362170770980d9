package org.hikyaku.keylife;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key, what was seen of it, and what comes next.
 *
 * @param record the text of its record
 * @param at when it goes on by itself; null: that depends on others
 * @param instructions what a person has to publish; empty for nothing
 * @param problem why publishing failed and what to do, one line; empty where it did not
 */
public record KeyReport(
        LivingKey key,
        String record,
        KeySight sight,
        KeyLife.Need need,
        @Nullable Instant at,
        String instructions,
        String problem) {

    /** The state's word: {@code generated}, {@code published}, and so on. */
    public String stateWord() {
        return StateJson.word(key.state());
    }

    KeyReport published(String byHand, String failure) {
        return new KeyReport(key, record, sight, need, at, byHand, failure);
    }
}
