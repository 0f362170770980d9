/**
 * DomainKeys Identified Mail (RFC 6376, RFC 8301, RFC 8463): a domain signs header and body, a
 * receiver fetches the key from DNS and checks.
 *
 * <p>Both directions stream: {@link DkimVerifier} and {@link DkimSigner} give out a run for one
 * message, which is a {@link org.hikyaku.message.MessageSink}: it sees the header, then the body
 * once, however many signatures there are, and then tells its results.
 *
 * <p>ADSP (RFC 5617, Historic) lives here too: it is looked up and reported, never acted on.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns} and {@code message}. A run belongs to one
 * thread; verifiers, signers and results are immutable.
 */
@NullMarked
package org.hikyaku.dkim;

import org.jspecify.annotations.NullMarked;
