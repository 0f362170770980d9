package org.hikyaku.keylife;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How keys live.
 *
 * @param queueLifetime how long a signed message may wait before it is delivered
 * @param rotateAfter how long a key signs before it gets a successor; null: until somebody says so
 * @param approval whether a person has to agree before a new key signs
 */
public record KeyPolicy(Duration queueLifetime, @Nullable Duration rotateAfter, boolean approval) {

    /** RFC 5321 section 4.5.4.1: mail waits four or five days. A change is a person's decision. */
    public static final KeyPolicy STANDARD = new KeyPolicy(Duration.ofDays(5), null, false);
}
