/**
 * Runs SPF, DKIM, ARC and DMARC over a message once, while it streams in, under one budget of time
 * and lookups.
 *
 * <p>Start at {@link MessageAuthenticator#begin}: the run is a {@link
 * org.hikyaku.message.MessageSink}; when the message has ended, {@link AuthRun#verdict} tells all
 * of it, and {@link AuthResultsText} puts it into the form of RFC 8601. Records are asked for as
 * soon as it is known which ones are needed (SPF's with the envelope, keys and DMARC when the
 * header is complete), so that DNS is waited for while the body still arrives. {@link
 * BudgetedResolver} asks each question once and bounds how many a message may cause.
 *
 * <p>May use the protocol packages. A run belongs to one thread; the lookups that it starts run on
 * virtual threads of their own.
 */
@NullMarked
package org.hikyaku.auth;

import org.jspecify.annotations.NullMarked;
