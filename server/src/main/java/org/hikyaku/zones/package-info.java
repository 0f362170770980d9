/**
 * Where zones are kept and how a change gets there.
 *
 * <p>A {@link org.hikyaku.zones.Publisher} carries out {@link org.hikyaku.dns.RecordChange}s: in a
 * zone file, by dynamic update (RFC 2136), over the API of PowerDNS, by a command of the
 * administrator, or by hand. All of them are idempotent, so that an apply that broke off goes on by
 * publishing what is left. Whether the world sees the change is the matter of {@code convergence}.
 *
 * <p>May use {@code wire}, {@code name} and {@code dns}. Publishers block and are safe for many
 * threads. Credentials come from files that only the owner reads and show in no text.
 */
@NullMarked
package org.hikyaku.zones;

import org.jspecify.annotations.NullMarked;
