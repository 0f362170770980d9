/**
 * The milter protocol, by which Sendmail and Postfix ask other programs about mail: packets of its
 * versions 2 to 6, both directions.
 *
 * <p>A packet is a length of 32 bits, a letter, and what the letter says. {@link MilterReader}
 * takes packets from a stream and looks at the length before it makes room for it; {@link
 * MilterCommand} is what a mail server says, {@link MilterReply} what it is answered, and {@link
 * MilterWriter} puts either on a stream. {@link MilterOptions} is what both agree on first: which
 * steps are sent, which of them are answered, what may be changed.
 *
 * <p>No RFC describes the protocol: Sendmail's libmilter is its definition, and Postfix follows it.
 * Texts are octets, one char each, because header fields must be signed and checked as they were
 * sent. May use {@code wire} and {@code name}. Readers and writers belong to one thread; all else
 * is immutable.
 */
@NullMarked
package org.hikyaku.milter;

import org.jspecify.annotations.NullMarked;
