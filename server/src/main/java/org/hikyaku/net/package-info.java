/**
 * Connections: who may open how many, how long they may last, and TLS with keys that can be changed
 * while the server runs.
 *
 * <p>A {@link Listener} accepts and gives each connection a virtual thread; a {@link Connection} is
 * what a protocol session works with: two streams, the peer's address, a deadline, TLS. Deadlines
 * cost nothing while they hold: a session writes down when it must have got further, and one
 * watcher per listener closes what is late, be it stuck in reading, writing or a handshake.
 *
 * <p>{@link TlsKeys} are read from PEM files and swapped whole; {@link TlsContext} offers TLS 1.2
 * and 1.3 with them (RFC 8996, RFC 9325) and tells the channel bindings of RFC 5929 and RFC 9266.
 *
 * <p>May use {@code wire}, {@code name} and {@code ops}. A connection belongs to the thread of its
 * session; the rest is safe for many threads.
 */
@NullMarked
package org.hikyaku.net;

import org.jspecify.annotations.NullMarked;
