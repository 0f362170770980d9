/**
 * The configuration files that consist of blocks in braces: nginx, BIND's {@code named.conf} and
 * Dovecot's, the latter in the syntax of 2.3 and of 2.4.
 *
 * <p>{@link org.hikyaku.neighbours.blocks.BlockFile} is one file: a tree of {@link
 * org.hikyaku.neighbours.blocks.Statement}s that know where in the text they lie, and the edits.
 * {@link org.hikyaku.neighbours.blocks.BlockFiles} is a file with all that it includes: there the
 * included statements stand as {@link org.hikyaku.neighbours.blocks.Directive}s where the include
 * stands, as the program itself takes them.
 *
 * <p>The three syntaxes differ in how comments, quotes and the end of a statement look ({@link
 * org.hikyaku.neighbours.blocks.Flavour}), and in nothing that matters after that. Uses {@code
 * neighbours.text} alone. Immutable.
 */
@NullMarked
package org.hikyaku.neighbours.blocks;

import org.jspecify.annotations.NullMarked;
