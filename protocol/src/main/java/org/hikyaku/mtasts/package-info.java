/**
 * MTA-STS (RFC 8461): how a domain says over HTTPS that mail to it must be encrypted, and to which
 * hosts.
 *
 * <p>{@link MtaStsRecord} is the TXT record that tells that there is a policy and when it changes;
 * {@link MtaStsPolicy} is the file behind it. Who fetches the file and how long it is remembered is
 * not decided here.
 *
 * <p>May use {@code wire} and {@code name}. All types are immutable.
 */
@NullMarked
package org.hikyaku.mtasts;

import org.jspecify.annotations.NullMarked;
