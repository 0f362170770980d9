/**
 * Delivery status notifications (RFC 3464): what a sender is told when a message could not be
 * delivered, or not yet, or was delivered and the sender wanted to know.
 *
 * <p>Going out: {@link DsnReport} is the value, {@link DsnWriter} makes the message of it: a text
 * for people (English, then Japanese; {@link Explanation} says what a code means), the machine's
 * part, and the message or its header (RFC 6522). Coming in: {@link DsnReader} takes the machine's
 * part of any host's report apart into a {@link ReceivedDsn}; other hosts write freely, so its
 * texts are as they were found.
 *
 * <p>May use {@code wire}, {@code name}, {@code message} and {@code smtp}. All types are immutable.
 */
@NullMarked
package org.hikyaku.dsn;

import org.jspecify.annotations.NullMarked;
