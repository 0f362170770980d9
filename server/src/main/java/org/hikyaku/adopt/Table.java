package org.hikyaku.adopt;

/**
 * A table of the system that programs edit line by line, and the copy of how it was before that
 * they keep beside it, such as {@code /etc/passwd} and {@code /etc/passwd-}. Where the table is as
 * it was again, nobody else has changed it meanwhile, and the copy can become what it was, too.
 *
 * @param table as it was before; what it becomes is for the programs to say
 * @param copy alike
 */
public record Table(FileChange table, FileChange copy) {}
