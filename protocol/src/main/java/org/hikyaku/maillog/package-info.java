/**
 * What Postfix writes into its log, as values: one line of syslog, one event of a message, the life
 * of a message from its first line to its last.
 *
 * <p>Addresses, greetings and replies in those lines are a stranger's text: {@link SyslogLine} and
 * {@link PostfixEvent} read from the fixed parts at the front and take what stands in quotes or at
 * the end as it is, so that no text can pass for another field. {@link MailLives} joins events by
 * queue id, which Postfix uses again.
 *
 * <p>Uses nothing else. Memory is bounded whatever the lines say; {@link MailLives} belongs to one
 * thread.
 */
@NullMarked
package org.hikyaku.maillog;

import org.jspecify.annotations.NullMarked;
