package org.hikyaku.keylife;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the life of a key has come, in this order. */
public sealed interface KeyState {

    /** When it came so far. */
    Instant since();

    /**
     * It exists; nobody sees its record.
     *
     * @param remembered how long a resolver that has asked in vain remembers that
     */
    record Generated(Instant since, Duration remembered) implements KeyState {}

    /**
     * Its record was seen, perhaps not everywhere yet.
     *
     * @param everywhere when every server was first seen to have it; null: not yet
     */
    record Published(Instant since, Duration remembered, @Nullable Instant everywhere)
            implements KeyState {}

    /** Everybody finds its record. */
    record Usable(Instant since, boolean approved) implements KeyState {}

    /** Mail is signed with it. */
    record Signing(Instant since) implements KeyState {}

    /**
     * Another signs; its record stays for mail on its way.
     *
     * @param removable from when on nobody needs the record
     */
    record Retired(Instant since, Instant removable) implements KeyState {}

    /** Neither key nor record is there any more. */
    record Removed(Instant since) implements KeyState {}
}
