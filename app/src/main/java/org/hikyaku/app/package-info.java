/**
 * The program: {@link Main} with its subcommands, and {@link ServerRuntime}, which joins all parts
 * to a server.
 *
 * <p>A command prints for a person, or data with {@code --json}; it ends with 0 (done), 1 (found a
 * problem) or 2 (could not run), and what could not be done is one line on standard error with what
 * to do ({@link CommandFailure}). Everything foreign that is printed goes through {@link
 * org.hikyaku.wire.Printable}.
 *
 * <p>May use everything; nobody may use it. Only here a store implementation is named.
 */
@NullMarked
package org.hikyaku.app;

import org.jspecify.annotations.NullMarked;
