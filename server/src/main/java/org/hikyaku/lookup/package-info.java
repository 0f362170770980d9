/**
 * The DNS as it is: answers over the network, remembered, and bounded for each message.
 *
 * <p>{@link org.hikyaku.lookup.DnsResolver} asks recursive servers over UDP and TCP (RFC 1035, RFC
 * 6891, RFC 7766). {@link org.hikyaku.lookup.CachingResolver} remembers what they say as long as
 * they allow (RFC 2308), and lets concurrent askers of the same question share one lookup; what one
 * message may ask is bounded before it, in {@code auth}. {@link org.hikyaku.lookup.TracingResolver}
 * tells what was asked. {@link org.hikyaku.lookup.ZoneAnswers} reads zones that are to be answered
 * for first.
 *
 * <p>{@link org.hikyaku.lookup.DirectQueries} asks one server for what it says itself; {@link
 * org.hikyaku.lookup.TcpExchange} carries messages that are no questions.
 *
 * <p>The {@link org.hikyaku.dns.Resolver}s block: run them on virtual threads. An answer counts as
 * authentic only where the server says so (AD) and is believed: one on loopback or one that the
 * settings name as trusted, since nothing protects the way to any other (RFC 6840 section 5.7).
 *
 * <p>May use {@code name}, {@code dns}, {@code zonefile}, {@code zoneio} and {@code ops}; dnsjava
 * reads and writes the messages and shows in no signature.
 */
@NullMarked
package org.hikyaku.lookup;

import org.jspecify.annotations.NullMarked;
