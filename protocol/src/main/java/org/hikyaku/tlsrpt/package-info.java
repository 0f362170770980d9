/**
 * TLS reporting (RFC 8460): where other servers send what went wrong when they wanted to encrypt.
 *
 * <p>{@link TlsRptRecord} is the TXT record at {@code _smtp._tls} that asks for the reports.
 *
 * <p>May use {@code wire}. All types are immutable.
 */
@NullMarked
package org.hikyaku.tlsrpt;

import org.jspecify.annotations.NullMarked;
