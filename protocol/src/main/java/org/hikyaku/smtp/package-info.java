/**
 * SMTP as values (RFC 5321): replies and their enhanced codes (RFC 3463), commands, envelopes with
 * the parameters of 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), SIZE (RFC 1870) and DSN (RFC 3461).
 *
 * <p>A server starts at {@link CommandParser} and reads messages with {@link DataDecoder}; a client
 * reads replies with {@link ReplyReader}.
 *
 * <p>May use {@code wire} and {@code name}. Decoders and checks belong to one thread; all other
 * types are immutable.
 */
@NullMarked
package org.hikyaku.smtp;

import org.jspecify.annotations.NullMarked;
