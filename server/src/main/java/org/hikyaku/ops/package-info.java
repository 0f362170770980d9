/**
 * What the people who run the server see: events, and what becomes of them (one log line each,
 * counters, health).
 *
 * <p>Flows emit {@link Event}s into an {@link EventLog}; they do not format text and do not count.
 * An event is emitted once, where the thing is known completely.
 *
 * <p>May use {@code name}. Safe for many threads.
 */
@NullMarked
package org.hikyaku.ops;

import org.jspecify.annotations.NullMarked;
