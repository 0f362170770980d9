/**
 * Login mechanisms (RFC 4422) as step functions: PLAIN (RFC 4616), LOGIN, and SCRAM-SHA-256 with
 * and without channel binding (RFC 5802, RFC 7677).
 *
 * <p>A {@link SaslServer} is asked once for each response of the client and answers with a {@link
 * SaslStep}. Who may log in is asked of a {@link Verifier}; {@link ScramSecret} is what a server
 * keeps for SCRAM: enough to check, not enough to log in elsewhere. {@link ScramClient} is the
 * other side.
 *
 * <p>May use {@code wire}. A server object belongs to one login and one thread; all else is
 * immutable.
 */
@NullMarked
package org.hikyaku.sasl;

import org.jspecify.annotations.NullMarked;
