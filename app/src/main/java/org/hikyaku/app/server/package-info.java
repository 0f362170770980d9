/**
 * The running server: {@link ServerRuntime} joins store, resolver, sessions, queue and delivery
 * from the settings, and {@link ServeCommand} runs it until it is told to end.
 *
 * <p>Parts are joined by constructors, once; what a reload may change (settings, keys, the list of
 * parts) is swapped whole. An end is orderly: listeners close first, sessions finish or are refused
 * with 421, then the queue stops, then the store.
 *
 * <p>May use everything below; used by quickstart, the lab and {@code Main}.
 */
@NullMarked
package org.hikyaku.app.server;

import org.jspecify.annotations.NullMarked;
