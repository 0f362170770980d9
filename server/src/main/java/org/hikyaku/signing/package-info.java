/**
 * Who signs a message: a {@link org.hikyaku.signing.SigningQuestion} in, a {@link
 * org.hikyaku.signing.SigningDecision} with its reasons out.
 *
 * <p>A milter sees mail in both directions and must tell them apart: what users send is signed,
 * what comes from outside is checked, and doing both or the wrong one breaks mail. {@link
 * org.hikyaku.signing.SigningRules} decides. {@link org.hikyaku.signing.OwnRules} does it by this
 * server's own settings and keys, {@code OpendkimRules} by the files of an OpenDKIM that was here
 * before.
 *
 * <p>May use {@code message}, {@code dkim}, {@code opendkim} and {@code store}. Rules are safe for
 * many threads; questions and decisions are immutable.
 */
@NullMarked
package org.hikyaku.signing;

import org.jspecify.annotations.NullMarked;
