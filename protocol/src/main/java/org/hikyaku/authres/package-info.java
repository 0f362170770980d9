/**
 * Authentication-Results (RFC 8601): the one place where a verdict is written down for whoever
 * reads the message next.
 *
 * <p>{@link AuthenticationResults} is the value, {@link AuthenticationResultsParser} reads it from
 * a field with comments, quotes and folds, and the value writes itself. Fields that carry our own
 * authserv-id but did not come from us are forged and must go (RFC 8601 section 5).
 *
 * <p>May use {@code wire} and {@code name}. All types are immutable.
 */
@NullMarked
package org.hikyaku.authres;

import org.jspecify.annotations.NullMarked;
