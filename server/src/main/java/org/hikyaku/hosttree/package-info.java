/**
 * The files of a host on the disk, as {@code neighbours} reads them.
 *
 * <p>{@link org.hikyaku.hosttree.DiskTree} shows the host itself, or a copy of its files under
 * another folder: there a link that begins at the root stays inside of the copy, so that a review
 * of a copy never reads the machine that it is made on.
 *
 * <p>May use {@code neighbours.text} alone. It only reads.
 */
@NullMarked
package org.hikyaku.hosttree;

import org.jspecify.annotations.NullMarked;
