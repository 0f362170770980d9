/**
 * DNS as the rules of mail see it: a question, and one of three kinds of answer.
 *
 * <p>{@link Resolver} is the seam: the real one (with cache, budget and DNSSEC) lives in the
 * server, tests use {@link FakeResolver}, and {@link OverlayResolver} puts a planned zone over the
 * real one, so that "would it work if I published this?" is asked of the same code.
 *
 * <p>An {@link Answer} is found, or says that there is no such record (RFC 2308), or that the
 * question could not be answered. The difference between the last two decides between a permanent
 * and a temporary failure everywhere in mail.
 *
 * <p>May use {@code name}. Resolvers are safe for many threads; all else is immutable.
 */
@NullMarked
package org.hikyaku.dns;

import org.jspecify.annotations.NullMarked;
