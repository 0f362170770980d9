/**
 * The store for one node, without a server to install: rows in SQLite (WAL mode), message bytes in
 * segment files ({@code store.files}).
 *
 * <p>One writer thread owns the one writing connection. Whoever wants to write hands it a piece of
 * work and waits; it runs all that have gathered in one transaction and commits once, so that
 * concurrent sessions share one sync. Readers have connections of their own and never wait for it.
 * SQLite is called on platform threads only: a JNI call pins a virtual thread's carrier.
 *
 * <p>May use {@code store} and {@code store.files}.
 */
@NullMarked
package org.hikyaku.store.embedded;

import org.jspecify.annotations.NullMarked;
