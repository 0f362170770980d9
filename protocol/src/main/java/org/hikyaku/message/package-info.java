/**
 * A message as octets (RFC 5322), never as a tree of strings: signatures cover exact bytes, so
 * exact bytes are kept.
 *
 * <p>{@link MessageScanner} takes a message in pieces of any size while it streams by, and tells
 * each {@link MessageSink} the header once it is complete and then the body, piece by piece. {@link
 * HeaderBlock} holds the fields with their exact bytes; {@link FromAuthor} reads the author domain
 * that DMARC needs.
 *
 * <p>May use {@code wire} and {@code name}. A scanner belongs to one thread; fields and blocks are
 * immutable by agreement: nobody writes into {@link HeaderField#raw}.
 */
@NullMarked
package org.hikyaku.message;

import org.jspecify.annotations.NullMarked;
