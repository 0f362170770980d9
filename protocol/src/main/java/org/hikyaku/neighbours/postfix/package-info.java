/**
 * The two files of Postfix, {@code main.cf} and {@code master.cf}: read as Postfix reads them,
 * edited one setting at a time.
 *
 * <p>Both consist of logical lines: a line that begins with a blank goes on with the one before it,
 * whatever comments and empty lines stand in between. In {@code main.cf} a name that is given twice
 * has the last value; there are no comments behind a value. {@link
 * org.hikyaku.neighbours.postfix.MainCf#value} is what is written, {@link
 * org.hikyaku.neighbours.postfix.MainCf#effective} what Postfix goes by, with its defaults and with
 * {@code $name} put in.
 *
 * <p>Uses {@code neighbours.text} alone. Everything is immutable: an edit gives a new value.
 */
@NullMarked
package org.hikyaku.neighbours.postfix;

import org.jspecify.annotations.NullMarked;
