/**
 * {@code hikyaku zone}: looks through a zone file as {@code named-checkzone} does and further, and
 * adds, sets or removes one record without touching the rest of the file.
 *
 * <p>The work is done by {@code zonefile}, {@code zone} and {@code zoneio}; here it is told. Start
 * at {@link ZoneCommand}.
 */
@NullMarked
package org.hikyaku.app.zone;

import org.jspecify.annotations.NullMarked;
