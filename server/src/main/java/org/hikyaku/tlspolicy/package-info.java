/**
 * Whether mail to a host must be encrypted, and whom the host must prove to be: DANE (RFC 7672),
 * MTA-STS (RFC 8461), REQUIRETLS (RFC 8689), or nothing of these (RFC 7435).
 *
 * <p>{@link TlsDecision} is pure: facts in, a {@link TlsRequirement} out. {@link TlsPolicies} asks
 * for the facts: the DNS, where only what DNSSEC vouches for counts, and the policies of MTA-STS,
 * which {@link StsPolicies} fetches and remembers across restarts. {@link TlsCheck} compares the
 * chain that a host has shown with what is required, and names a fault as reports on TLS do (RFC
 * 8460 section 4.3).
 *
 * <p>May use {@code name}, {@code dns}, {@code mtasts}, {@code dane}, {@code findings} and {@code
 * probe}. All types are safe for many threads.
 */
@NullMarked
package org.hikyaku.tlspolicy;

import org.jspecify.annotations.NullMarked;
