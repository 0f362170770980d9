/**
 * {@code lookup} and {@code check}: what is right and wrong about a mail domain, told in English or
 * Japanese with the reason and the fix for each point.
 *
 * <p>{@link org.hikyaku.app.lookup.LookupCommand} looks at any domain; {@link
 * org.hikyaku.app.lookup.DomainCheckCommand} at one of our own, against what this server needs and
 * what the large receivers ask for; {@link org.hikyaku.app.lookup.DailyCheck} does the latter each
 * day while the server runs and tells what has changed. The rules are those of {@code findings};
 * here are options, words and the history.
 *
 * <p>Part of the program: may use everything.
 */
@NullMarked
package org.hikyaku.app.lookup;

import org.jspecify.annotations.NullMarked;
