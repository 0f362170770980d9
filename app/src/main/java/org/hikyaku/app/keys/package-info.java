/**
 * {@code hikyaku dkim keys|rotate|approve}: the keys that mail is signed with, and what comes next
 * for each.
 *
 * <p>{@link org.hikyaku.app.keys.KeyCare} puts the parts of {@code keylife} together as the
 * settings say, for the commands here and for the job in {@code serve}.
 */
@NullMarked
package org.hikyaku.app.keys;

import org.jspecify.annotations.NullMarked;
