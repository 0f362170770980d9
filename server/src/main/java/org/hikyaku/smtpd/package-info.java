/**
 * The server's half of an SMTP session (RFC 5321), without an opinion about mail.
 *
 * <p>{@link SmtpEndpoint} serves connections: each gets a session that reads commands, keeps their
 * order, answers, and carries what matters to an {@link SmtpService}: port 25 and submission differ
 * in nothing else. A service opens a {@link Transaction} for MAIL, is asked for each recipient, and
 * gives a {@link MessageReceiver} that takes the octets while they stream in.
 *
 * <p>What keeps a hostile client harmless lives here: the limits of {@link SmtpLimits}, the one end
 * of DATA, refusal of CR and LF on their own, and clear text that never crosses STARTTLS (RFC 3207
 * section 5, CVE-2011-0411).
 *
 * <p>May use {@code wire}, {@code name}, {@code message}, {@code smtp}, {@code sasl}, {@code net}
 * and {@code ops}. A session belongs to one thread; endpoints and services are safe for many.
 */
@NullMarked
package org.hikyaku.smtpd;

import org.jspecify.annotations.NullMarked;
