/**
 * What renews certificates on a host: certbot's {@code renewal/*.conf} and {@code cli.ini}, lines
 * in crontabs, units of systemd.
 *
 * <p>{@link org.hikyaku.neighbours.renewal.IniFile} reads certbot's files and systemd's units: both
 * are sections of names and values. {@link org.hikyaku.neighbours.renewal.Crontab} reads the three
 * kinds of crontabs, of which one has no column for the user.
 *
 * <p>Uses {@code neighbours.text} alone. Immutable: an edit gives a new value.
 */
@NullMarked
package org.hikyaku.neighbours.renewal;

import org.jspecify.annotations.NullMarked;
