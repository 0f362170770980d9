/**
 * What a host does with mail, understood from its files: what it receives and sends, which filters
 * the mail passes, whose certificates are shown and how they are renewed, which zones it serves.
 *
 * <p>{@link org.hikyaku.neighbours.setup.Setup#read} finds the files of Postfix, Dovecot, BIND,
 * nginx, OpenDKIM, OpenDMARC, policyd-spf, certbot and cron in a {@link
 * org.hikyaku.neighbours.text.FileTree}. What is not there is empty; what is damaged is in {@link
 * org.hikyaku.neighbours.setup.Setup#damages}, and the rest is understood all the same. Each part
 * carries the file that it comes from, as a value that can be edited.
 *
 * <p>May use {@code name}, {@code zonefile} and the {@code neighbours} packages that read files.
 * Immutable.
 */
@NullMarked
package org.hikyaku.neighbours.setup;

import org.jspecify.annotations.NullMarked;
