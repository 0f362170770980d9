/**
 * Where mail for our own domains goes: into the mailboxes of this server, or on over LMTP (RFC
 * 2033) to a server that keeps them, such as Dovecot.
 *
 * <p>{@link DeliverySettings} says which domain goes where; {@link Recipients} is asked when a
 * recipient is named, so that who does not exist is refused there and then: a bounce would reach
 * whomever a stranger has named as the sender.
 *
 * <p>May use {@code name}, {@code net} and {@code store}. All types are safe for many threads.
 */
@NullMarked
package org.hikyaku.deliver;

import org.jspecify.annotations.NullMarked;
