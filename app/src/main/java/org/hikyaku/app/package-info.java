/**
 * The program: {@link Main} with the list of its subcommands.
 *
 * <p>A command prints for a person, or data with {@code --json}; it ends with 0 (done), 1 (found a
 * problem) or 2 (could not run), and what could not be done is one line on standard error with what
 * to do ({@link org.hikyaku.app.console.CommandFailure}).
 *
 * <p>May use everything; nobody may use it.
 */
@NullMarked
package org.hikyaku.app;

import org.jspecify.annotations.NullMarked;
