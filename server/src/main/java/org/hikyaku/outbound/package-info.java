/**
 * One attempt to send: which hosts take mail for a domain ({@link Routes}, RFC 5321 section 5.1), a
 * conversation with one of them ({@code SmtpClient}), a result for each recipient.
 *
 * <p>{@link SmtpCourier} joins them. Connections are encrypted where the host offers it (RFC 7435:
 * opportunistic), and kept open for a moment for the next message to the same domain.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code message}, {@code smtp}, {@code queue},
 * {@code net}, {@code store} and {@code ops}. A client belongs to one thread at a time.
 */
@NullMarked
package org.hikyaku.outbound;

import org.jspecify.annotations.NullMarked;
