/**
 * The milter: checks and signs mail for a Postfix or Sendmail that stays.
 *
 * <p>A {@link org.hikyaku.milterd.MilterEndpoint} serves connections, a session on each. The mail
 * server tells about a client and its messages step by step; at the end of a header {@link
 * org.hikyaku.milterd.MilterRules} say whether the message is signed, checked or let be, and from
 * there on it streams through the same checks and signers as over SMTP. What comes of it is a list
 * of header changes and a verdict, and a row of evidence as port 25 writes it. Nothing but the
 * header is held.
 *
 * <p>What fails on our side is a refusal for now, never a verdict. A session belongs to the thread
 * of its connection; endpoint and rules are safe for many.
 */
@NullMarked
package org.hikyaku.milterd;

import org.jspecify.annotations.NullMarked;
