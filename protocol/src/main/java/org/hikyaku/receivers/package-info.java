/**
 * What the large receivers ask of a sender, as rules, and what their replies mean.
 *
 * <p>{@link GmailRules} plays Gmail's published requirements over what was seen of a message and
 * words the refusal as Gmail does; {@link Diagnoses} goes the other way: from a reply to its cause
 * and the fix, in English and Japanese.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code message}, {@code smtp}, {@code spf},
 * {@code dkim} and {@code dmarc}. All types are immutable.
 */
@NullMarked
package org.hikyaku.receivers;

import org.jspecify.annotations.NullMarked;
