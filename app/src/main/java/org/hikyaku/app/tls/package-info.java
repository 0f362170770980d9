/**
 * {@code hikyaku tls}: what would be required to deliver to a domain and why ({@code explain}), and
 * whether its hosts meet that ({@code test}).
 *
 * <p>Both ask the same parts as the server's own deliveries; {@link Guards} joins them.
 *
 * <p>May use everything.
 */
@NullMarked
package org.hikyaku.app.tls;

import org.jspecify.annotations.NullMarked;
