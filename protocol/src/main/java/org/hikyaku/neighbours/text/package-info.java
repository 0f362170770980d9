/**
 * Configuration files of other programs, taken in without losing an octet: where files come from,
 * the text of one file, places in it, and what could not be read.
 *
 * <p>An administrator's files hold more than settings: comments, an order, an indentation that
 * means something to somebody. So a file is kept as the octets that it is, in a {@link
 * org.hikyaku.neighbours.text.SourceText}, and each syntax only remembers where in it a setting
 * lies. An edit is a list of {@link org.hikyaku.neighbours.text.SourceText.Splice}s; whatever lies
 * outside of them stays as it was.
 *
 * <p>Files are reached through a {@link org.hikyaku.neighbours.text.FileTree}, so that nothing in
 * here opens one and a copy of {@code /etc} reads as the host itself. Uses nothing of the other
 * packages. Immutable.
 */
@NullMarked
package org.hikyaku.neighbours.text;

import org.jspecify.annotations.NullMarked;
