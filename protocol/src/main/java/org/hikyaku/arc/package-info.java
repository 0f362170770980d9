/**
 * Authenticated Received Chain (RFC 8617): what each forwarder saw, sealed, so that the last
 * receiver can tell a forward from a forgery.
 *
 * <p>Nothing else in {@code protocol} depends on this package: it can be taken out when ARC becomes
 * Historic.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code message}, {@code dkim} and {@code
 * authres}. A run belongs to one thread; results are immutable.
 */
@NullMarked
package org.hikyaku.arc;

import org.jspecify.annotations.NullMarked;
