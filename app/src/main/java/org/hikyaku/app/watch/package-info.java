/**
 * {@code hikyaku watch}: follows the mail log of a Postfix that stays. A file of syslog is read by
 * {@code watch}; {@link JournalSource} asks the journal of systemd, whose lines are JSON.
 *
 * <p>{@link WatchCommand} does it on a terminal, {@link LogSources} for a server as its settings
 * have it.
 *
 * <p>May use everything.
 */
@NullMarked
package org.hikyaku.app.watch;

import org.jspecify.annotations.NullMarked;
