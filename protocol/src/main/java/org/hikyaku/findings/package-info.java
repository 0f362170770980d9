/**
 * What is right and wrong about a mail domain, as an administrator asks: one check for each {@link
 * org.hikyaku.findings.Area}, from SPF to the name servers.
 *
 * <p>A check is a pure function from a {@link org.hikyaku.findings.Subject} and a {@link
 * org.hikyaku.findings.Source} of answers to a list of {@link org.hikyaku.findings.Finding}s. It
 * asks {@link org.hikyaku.findings.Question}s; where an answer is not there yet, it goes on as far
 * as it can, and its findings do not count: it is simply run again with more answers. So all
 * questions that do not depend on each other are known at once and can be asked side by side,
 * without a thread in here, and a whole report takes no longer than its longest chain of dependent
 * questions.
 *
 * <p>Findings carry a {@link org.hikyaku.findings.Code} and what was seen; words for people, in
 * their language, are found elsewhere by the code.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code spf}, {@code dkim}, {@code dmarc},
 * {@code mtasts}, {@code tlsrpt} and {@code dane}. Immutable but for {@link
 * org.hikyaku.findings.Known}, which belongs to one thread.
 */
@NullMarked
package org.hikyaku.findings;

import org.jspecify.annotations.NullMarked;
