/**
 * When is a changed record there for the world? Watched at the servers, never waited for blindly.
 *
 * <p>A change goes through the {@link org.hikyaku.convergence.ChangeState}s: written, serial
 * raised, primary answers, every server answers, caches have forgotten, usable. Secondaries fetch a
 * zone when its serial rises (RFC 1982, RFC 1996), and resolvers keep an old record for its time to
 * live and an absence for the SOA record's minimum (RFC 2308).
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code lookup} and {@code zones}. The state
 * is a pure function of what was seen and the time.
 */
@NullMarked
package org.hikyaku.convergence;

import org.jspecify.annotations.NullMarked;
