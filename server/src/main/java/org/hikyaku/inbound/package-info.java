/**
 * Port 25: a stranger wants to leave a message for one of our accounts.
 *
 * <p>Recipients are checked at RCPT; the message streams through the checks and into the blob store
 * at once; {@link Policy}, a pure function, decides; what is delivered is durable before the 250.
 *
 * <p>May use {@code smtpd}, {@code auth}, {@code store} and {@code ops}.
 */
@NullMarked
package org.hikyaku.inbound;

import org.jspecify.annotations.NullMarked;
