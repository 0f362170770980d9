/**
 * Messages on their way out: who is tried when, what an attempt leads to, what the sender is told.
 *
 * <p>{@link QueueRunner} leases due work from the store and hands each lease to a {@link Courier}
 * on a virtual thread; {@link NextStep} is the rule, a pure function, that turns a result into what
 * follows; {@link Reports} writes the notifications. All that an attempt leads to is one
 * transaction of the store.
 *
 * <p>May use {@code wire}, {@code name}, {@code message}, {@code smtp}, {@code dsn}, {@code store}
 * and {@code ops}.
 */
@NullMarked
package org.hikyaku.queue;

import org.jspecify.annotations.NullMarked;
