/**
 * Certificates by ACME (RFC 8555): ordered, proven, laid down, renewed and put into service, by
 * themselves.
 *
 * <p>What is wanted is a {@link org.hikyaku.certs.CertificatePlan}. {@link
 * org.hikyaku.certs.CertKeeper} moves each plan on as far as it can go now and says what comes next
 * and when. {@link org.hikyaku.certs.RenewalRule} decides when, as a pure function: by the
 * authority's own word (RFC 9773) or by the lifetime, with a back-off after failures. What has been
 * begun is written down before the next step: first the key, then the order's URL, so that a
 * process that is killed goes on with the same order. {@link org.hikyaku.certs.Lineage} lays a
 * certificate down as certbot does, {@code live/NAME/fullchain.pem}, and switches all its files in
 * one step.
 *
 * <p>The authority is behind {@link org.hikyaku.certs.CaSession}; how control over a name is proven
 * is behind {@link org.hikyaku.certs.Prover}: over HTTP, within TLS (RFC 8737), or by a record in
 * the DNS that is waited for at every server.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code lookup}, {@code zones}, {@code
 * convergence}, {@code net}, {@code store} and {@code ops}. Blocks; to be run on virtual threads.
 */
@NullMarked
package org.hikyaku.certs;

import org.jspecify.annotations.NullMarked;
