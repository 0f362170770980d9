/**
 * Octets as they come from the network, with a limit on each of them.
 *
 * <p>Everything that reads from outside starts here: {@link LineReader} takes lines from a stream
 * and stops at the length that it was given, {@link TagList} reads the {@code tag=value;} lists
 * that DKIM, ARC, DMARC and TLS-RPT share (RFC 6376 section 3.2), {@link Printable} makes foreign
 * text harmless before a person sees it.
 *
 * <p>May use nothing. Readers belong to one thread; all else is immutable.
 */
@NullMarked
package org.hikyaku.wire;

import org.jspecify.annotations.NullMarked;
