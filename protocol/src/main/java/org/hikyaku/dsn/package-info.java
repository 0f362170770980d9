/**
 * Delivery status notifications (RFC 3464): what a sender is told when a message could not be
 * delivered, or not yet.
 *
 * <p>{@link DsnReport} is the value, {@link DsnWriter} makes the message of it: a text for people
 * (English, then Japanese), the machine's part, and the message or its header (RFC 6522).
 *
 * <p>May use {@code wire}, {@code name}, {@code message} and {@code smtp}. All types are immutable.
 */
@NullMarked
package org.hikyaku.dsn;

import org.jspecify.annotations.NullMarked;
