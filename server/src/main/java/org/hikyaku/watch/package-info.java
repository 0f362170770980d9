/**
 * Follows the mail log of a Postfix that stays, and writes what became of each message into the
 * same evidence rows as our own attempts.
 *
 * <p>A {@link LogSource} hands out lines and the place up to which they reach; {@link Watcher}
 * turns them into rows and has the store keep rows and place in one transaction, so that a line is
 * counted once, whenever either program ends. {@link LogFile} is a file of syslog that is rotated
 * while it is read, by a new name or by being cut off.
 *
 * <p>May use {@code name}, {@code maillog}, {@code store} and {@code ops}. A source and a watcher
 * belong to one thread.
 */
@NullMarked
package org.hikyaku.watch;

import org.jspecify.annotations.NullMarked;
