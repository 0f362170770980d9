/**
 * Names that travel through everything else: domains, mail addresses, networks. Parsed once at the
 * edge, valid from then on.
 *
 * <p>{@link DomainName} holds the ASCII form (A-labels, RFC 5890) in lower case; {@link
 * MailAddress} keeps the local part as written (RFC 5321 section 2.4: only the final host may
 * interpret it); {@link IpNet} is an address with a prefix length.
 *
 * <p>May use nothing. All types are immutable.
 */
@NullMarked
package org.hikyaku.name;

import org.jspecify.annotations.NullMarked;
