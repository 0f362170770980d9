/**
 * Asks the world what the checks of {@code findings} want to know.
 *
 * <p>{@link org.hikyaku.probe.Surveyor} runs any number of checks at once: each runs again whenever
 * an answer has come that it waited for, and every question is asked once for all of them, on a
 * virtual thread of its own. So a report takes as long as its longest chain of questions that
 * depend on each other. {@link org.hikyaku.probe.NetworkAnswers} answers over the network: the DNS,
 * single name servers, mail hosts on port 25 (where no message is ever sent), and policy files over
 * HTTPS.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code smtp}, {@code mtasts}, {@code
 * findings} and {@code lookup}. Everything here blocks and has a deadline; all types are safe for
 * many threads.
 */
@NullMarked
package org.hikyaku.probe;

import org.jspecify.annotations.NullMarked;
