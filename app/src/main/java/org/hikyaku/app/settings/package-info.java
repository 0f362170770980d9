/**
 * {@code hikyaku.toml}: text to records, each value parsed once, with its unit.
 *
 * <p>{@link SettingsReader} reads a file and says of what is wrong in it: file, line, key, and what
 * is allowed. {@link SettingsText} writes a file with every setting explained.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code findings} and {@code zones}. All types
 * are immutable.
 */
@NullMarked
package org.hikyaku.app.settings;

import org.jspecify.annotations.NullMarked;
