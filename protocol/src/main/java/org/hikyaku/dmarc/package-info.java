/**
 * DMARC (RFC 9989; RFC 7489 on request): does the domain in From stand behind this message, and
 * what does it ask for when not?
 *
 * <p>SPF and DKIM each prove some domain; DMARC asks whether one of them is <em>aligned</em> with
 * the author domain. The organizational domain is found by walking up the DNS tree (RFC 9989
 * section 4.10), not with a list of suffixes.
 *
 * <p>Start at {@link DmarcVerifier}. The verdict is what the domain owner asks for; what is done
 * with it is local policy ({@link DmarcPolicy}), a pure function of its own.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code spf} and {@code dkim}. All types are
 * immutable.
 */
@NullMarked
package org.hikyaku.dmarc;

import org.jspecify.annotations.NullMarked;
