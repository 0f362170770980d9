/**
 * Passwords: how they are kept (Argon2id, RFC 9106, and SCRAM), how they are checked, and how often
 * somebody may be wrong.
 *
 * <p>{@link Passwords} hashes and checks; {@link LoginGuard} counts failures; {@link
 * AccountVerifier} joins them to the accounts for whoever speaks SASL.
 *
 * <p>May use {@code name}, {@code sasl}, {@code store} and {@code ops}. Safe for many threads;
 * memory is bounded.
 */
@NullMarked
package org.hikyaku.credentials;

import org.jspecify.annotations.NullMarked;
