/**
 * The machine that the program runs on, as an administrator sees it: files with owner, mode and
 * time ({@link FileState}, {@link MachineFiles}), and programs that run to their end ({@link
 * CommandRun}).
 *
 * <p>A file is replaced as a whole, so that a crash leaves the old one or the new one. A program
 * runs without a shell, and within a limit.
 *
 * <p>May use {@code wire}. Nothing here keeps state.
 */
@NullMarked
package org.hikyaku.machine;

import org.jspecify.annotations.NullMarked;
