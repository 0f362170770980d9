/**
 * What every command shares with a person at a terminal: the common options ({@link
 * CommonOptions}), texts in English and Japanese ({@link Texts}), columns and data ({@link
 * Columns}, {@link Output}), and the one line that tells why a command could not run ({@link
 * Misuse}).
 *
 * <p>Everything foreign that is printed goes through {@link org.hikyaku.wire.Printable}.
 */
@NullMarked
package org.hikyaku.app.console;

import org.jspecify.annotations.NullMarked;
