/**
 * DANE for SMTP (RFC 7671, RFC 7672): whether the certificate that a host shows is one that its
 * TLSA records name.
 *
 * <p>{@link DaneVerifier} compares records with a chain. Whether the records may be believed at
 * all, that is whether DNSSEC covers them, is for the caller to know: without it they mean nothing.
 *
 * <p>May use {@code name} and {@code dns}. All types are immutable.
 */
@NullMarked
package org.hikyaku.dane;

import org.jspecify.annotations.NullMarked;
