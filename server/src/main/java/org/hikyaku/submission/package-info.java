/**
 * Ports 465 and 587: one of our own wants to send (RFC 6409, RFC 8314).
 *
 * <p>{@link SubmissionService} lets in who has logged in over TLS, or comes from a network that the
 * administrator trusts; sees that the sender's addresses are his; repairs what clients leave out
 * (Message-ID, Date) or must not show (Bcc); signs with every key of the author's domain; and puts
 * the message into the queue, durable, before the 250. It sends nothing itself.
 *
 * <p>May use {@code smtpd}, {@code dkim}, {@code authres}, {@code message}, {@code sasl}, {@code
 * credentials}, {@code store} and {@code ops}. The service is safe for many threads; a message
 * belongs to one.
 */
@NullMarked
package org.hikyaku.submission;

import org.jspecify.annotations.NullMarked;
