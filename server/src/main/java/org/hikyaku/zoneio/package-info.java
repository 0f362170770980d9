/**
 * Zone files on disk: read with what they include, edited, verified, written so that a crash leaves
 * the old file or the new one, with a copy of the old beside it.
 *
 * <p>{@link ZoneFileEditor} is what publishers and commands call. It refuses a zone that a name
 * server writes itself (one with a journal), where RFC 2136 is the way.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns} and {@code zonefile}. One edit of a file at a
 * time; the editor keeps no state.
 */
@NullMarked
package org.hikyaku.zoneio;

import org.jspecify.annotations.NullMarked;
