/**
 * Zone files (RFC 1035 section 5) as a syntax tree that loses nothing: what was read is written
 * back octet for octet, and an edit changes the lines that it must and no other.
 *
 * <p>Start at {@link ZoneFile#read}. A file is a row of entries, one for each logical line: a
 * record, a directive, or blank. An entry keeps where it begins in the octets that were read and a
 * few numbers (owner, type, time to live), so that a million records fit beside the file itself;
 * record data are read when somebody asks. What is wrong is a {@link ZoneProblem} with file, line
 * and column: of the syntax while reading, of the zone as a whole by {@link ZoneCheck}, which
 * agrees with {@code named-checkzone}.
 *
 * <p>{@link ZoneEdit} adds, removes and replaces records in the style of the file and raises the
 * serial ({@link ZoneSerial}, RFC 1982).
 *
 * <p>May use {@code wire}, {@code name} and {@code dns}; files are read through {@link
 * IncludeReader}. A {@code ZoneFile} does not change once it is read.
 */
@NullMarked
package org.hikyaku.zonefile;

import org.jspecify.annotations.NullMarked;
