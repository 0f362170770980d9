package org.hikyaku.keylife;

import java.time.Duration;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a key's record.
 *
 * @param at where it is, or is to be: the selector's name, or the target of its alias
 * @param zone the zone that {@code at} lies in; null: none was found
 * @param remembered how long a resolver remembers what it saw
 * @param text the record as it is published, which may be written otherwise than ours; null: there
 *     is none of this key
 * @param detail who does not show it, or what is wrong; printable
 */
public record KeySight(
        Presence presence,
        DomainName at,
        @Nullable DomainName zone,
        Duration remembered,
        @Nullable String text,
        String detail) {

    /** Whether the record is there. */
    public enum Presence {
        /** Nowhere. */
        ABSENT,
        /** There is a record of another key, or one that receivers cannot use. */
        OTHER,
        /** Some servers have it, others do not or do not answer. */
        SOME,
        /** Every server has it. */
        EVERYWHERE,
        /** Nobody answered. */
        UNKNOWN
    }
}
